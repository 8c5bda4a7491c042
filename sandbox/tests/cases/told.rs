//! Tells an answer in short, where the real one was.

use serde_json::{Map, Value, json};

use crate::alike::Names;

/// Words that stand for any answer that is none of an error.
const ANY: [&str; 5] = ["answered", "posted", "found", "made", "read"];

/// Writes an answer as the expected one is written.
pub(crate) fn answer(
    kind: &str,
    step: &Value,
    expected: &Value,
    mut answer: Value,
    names: &Names<'_>,
) -> Value {
    if let (Some(expected), Some(result)) = (expected.get("result"), answer.get_mut("result")) {
        *result = result_in_short(kind, step, expected, result.take(), names);
    }
    answer
}

fn result_in_short(
    kind: &str,
    step: &Value,
    expected: &Value,
    result: Value,
    names: &Names<'_>,
) -> Value {
    if let Some(word) = expected.as_str().filter(|word| ANY.contains(word)) {
        return word.into();
    }
    let method = step["method"].as_str().unwrap_or_default();
    let first = expected.get(0);
    match (kind, method) {
        ("H3", "read") => each(result, |record| {
            if record["country_id"].is_array() {
                json!("set")
            } else {
                json!(false)
            }
        }),
        ("E12", _) => each(result, |row| {
            json!([group(step, &row, 0), count(step, &row)])
        }),
        ("E4", _)
            if first.is_some_and(|row| row[0].is_array() || row[0] == json!(false))
                && names_two(step) =>
        {
            each(result, |row| {
                json!([group(step, &row, 0), group(step, &row, 1)])
            })
        }
        ("E4", _) => each(result, |row| group(step, &row, 0)),
        ("E5", _) => each(result, |row| {
            json!([group(step, &row, 0), row.get("__fold")])
        }),
        ("E7", _) if first.is_some_and(Value::is_array) => {
            each(result, |row| json!([group(step, &row, 0), row["__domain"]]))
        }
        ("E9", _) if first.is_some_and(Value::is_array) => each(result, |row| keys(&row)),
        ("G2", "get_metadata") => result.get(0).map_or(Value::Null, keys),
        ("F10", _) => each(result, |user| json!([user["login"], user["tz"]])),
        ("B21", _) => each(result, |tag| {
            let path = crate::alike::numberless(tag["parent_path"].as_str().unwrap_or("false"));
            json!(path)
        }),
        ("B24", "read") => each(result, |lead| {
            json!(if lead["probability"] == json!(10.0) {
                "10"
            } else {
                "scored"
            })
        }),
        ("H11", "read") if first.is_some_and(Value::is_array) => each(result, |record| {
            let image = record["image_1920"].as_str();
            let begins = image.map(|image| image.chars().take(20).collect::<String>());
            let kind = image.map(|_| "string");
            json!([kind, record["image_128"].is_string(), begins])
        }),
        _ => like_first(method, first, result, names),
    }
}

fn names_two(step: &Value) -> bool {
    group_by(step, 1).is_some()
}

/// Leaves out of records what the expected ones leave out, and names what they name otherwise.
fn like_first(method: &str, first: Option<&Value>, result: Value, _: &Names<'_>) -> Value {
    let Some(Value::Object(first)) = first else {
        return result;
    };
    let mut result = result;
    for record in result.as_array_mut().into_iter().flatten() {
        let Some(record) = record.as_object_mut() else {
            continue;
        };
        let optional: &[&str] = match method {
            "search_read" => &["id"],
            "read_group" => &["__domain"],
            _ => &[],
        };
        for name in optional.iter().filter(|name| !first.contains_key(**name)) {
            record.shift_remove(*name);
        }
        rename(record, first, "subtype_id", "subtype", 1);
        rename(record, first, "author_id", "author", 0);
    }
    result
}

/// Tells a many2one by its name, or by its record alone, under a shorter name.
fn rename(
    record: &mut Map<String, Value>,
    first: &Map<String, Value>,
    field: &str,
    told: &str,
    part: usize,
) {
    if first.contains_key(told)
        && let Some(value) = record.shift_remove(field)
    {
        let value = value.get(part).cloned().unwrap_or(value);
        record.insert(told.to_owned(), value);
    }
}

/// Writes each row in short; `web_read_group` has them under `groups`.
fn each(result: Value, short: impl Fn(Value) -> Value) -> Value {
    match result {
        Value::Array(rows) => rows.into_iter().map(short).collect(),
        Value::Object(mut members) => match members.get_mut("groups").map(Value::take) {
            Some(groups @ Value::Array(_)) => each(groups, short),
            _ => Value::Object(members),
        },
        other => other,
    }
}

fn group_by(step: &Value, place: usize) -> Option<&str> {
    step["args"]
        .get(2)
        .or_else(|| step["kwargs"].get("groupby"))?
        .get(place)?
        .as_str()
}

fn group(step: &Value, row: &Value, place: usize) -> Value {
    group_by(step, place)
        .and_then(|name| row.get(name))
        .cloned()
        .unwrap_or_default()
}

fn count(step: &Value, row: &Value) -> Value {
    let name = group_by(step, 0).unwrap_or_default();
    row.get(format!("{name}_count"))
        .or_else(|| row.get("__count"))
        .cloned()
        .unwrap_or_default()
}

fn keys(record: &Value) -> Value {
    let mut names: Vec<&String> = record
        .as_object()
        .map(|row| row.keys().collect())
        .unwrap_or_default();
    names.sort();
    json!(names)
}
