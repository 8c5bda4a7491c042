//! Compares answers: ids by the records they mean, moments of the run, messages without their
//! numbers; all else to the letter.

use std::collections::BTreeMap;

use odoo_sandbox::HttpResponse;
use serde_json::{Value, json};

/// What names in answers stand for.
pub(crate) struct Names<'n> {
    pub(crate) made: &'n BTreeMap<String, i64>,
    pub(crate) shipped: &'n BTreeMap<String, i64>,
    /// Names of users and companies, and what they are told as.
    pub(crate) told: &'n [(String, &'static str)],
    /// The moment of the run.
    pub(crate) now: i64,
}

type Difference = Result<(), String>;

/// Compares the answer to a step.
pub(crate) fn answer(expected: &Value, answered: &Value, names: &Names<'_>) -> Difference {
    if expected.get("skipped").is_some() {
        return if answered.get("skipped").is_some() {
            Ok(())
        } else {
            Err("it could be asked".to_owned())
        };
    }
    for part in ["status", "result"] {
        match (expected.get(part), answered.get(part)) {
            (None, None) => {}
            (Some(expected), Some(answered)) => same(expected, answered, names, part)?,
            (expected, answered) => {
                return Err(format!("{part}: {answered:?} instead of {expected:?}"));
            }
        }
    }
    match (expected.get("error"), answered.get("error")) {
        (None, None) => Ok(()),
        (Some(expected), Some(answered)) => error(expected, answered, names),
        _ => Err("one is an error".to_owned()),
    }
}

fn error(expected: &Value, answered: &Value, names: &Names<'_>) -> Difference {
    let name = |error: &Value| error["name"].as_str().unwrap_or_default().to_owned();
    if name(expected) != name(answered) {
        return Err(format!("{} instead of {}", name(answered), name(expected)));
    }
    let message = message(&name(answered), &answered["message"], names);
    if expected["message"] == json!(message) {
        Ok(())
    } else {
        Err(format!("{message:?} instead of {}", expected["message"]))
    }
}

/// Writes a message without numbers, names and groups; of what the database says, the first line.
fn message(class: &str, message: &Value, names: &Names<'_>) -> String {
    let mut message = message.as_str().unwrap_or_default().to_owned();
    if class.starts_with("psycopg2.") {
        message = message.lines().next().unwrap_or_default().to_owned();
    }
    for (name, told) in names.told {
        message = message.replace(name, told);
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in message.split('\n') {
        let line = if line.starts_with("\t- ") {
            "\t- …"
        } else {
            line
        };
        if line != "\t- …" || lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    numberless(&lines.join("\n"))
}

/// Writes `#` for every number that stands alone.
pub(crate) fn numberless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let end = |word: &mut String, out: &mut String| {
        let number = !word.is_empty() && word.chars().all(|char| char.is_ascii_digit());
        out.push_str(if number { "#" } else { word });
        word.clear();
    };
    for char in text.chars() {
        if char.is_alphanumeric() || char == '_' {
            word.push(char);
        } else {
            end(&mut word, &mut out);
            out.push(char);
        }
    }
    end(&mut word, &mut out);
    out
}

/// Compares values, strictly but for what stands for something.
fn same(expected: &Value, answered: &Value, names: &Names<'_>, at: &str) -> Difference {
    let differs = || Err(format!("{at}: {answered} instead of {expected}"));
    match (expected, answered) {
        (Value::Array(wanted), Value::Array(items)) => {
            if wanted.len() != items.len() {
                return differs();
            }
            wanted
                .iter()
                .zip(items)
                .enumerate()
                .try_for_each(|(place, (wanted, item))| {
                    same(wanted, item, names, &format!("{at}.{place}"))
                })
        }
        (Value::Object(wanted), Value::Object(members)) => {
            if let Some(name) = members.keys().find(|name| !wanted.contains_key(*name)) {
                return Err(format!("{at}.{name} should not be there"));
            }
            wanted.iter().try_for_each(|(name, wanted)| {
                let member = members.get(name);
                let member = member.ok_or_else(|| format!("{at}.{name} is missing"))?;
                same(wanted, member, names, &format!("{at}.{name}"))
            })
        }
        (Value::Number(wanted), Value::Number(number)) if wanted.as_f64() == number.as_f64() => {
            Ok(())
        }
        (Value::String(key), Value::Number(id))
            if id.as_i64().is_some_and(|id| means(key, id, names)) =>
        {
            Ok(())
        }
        (Value::String(now), Value::String(moment)) if now == "<now>" => {
            let near = (-60..=60).any(|offset| moment_text(names.now + offset) == *moment);
            if near { Ok(()) } else { differs() }
        }
        (Value::String(told), Value::String(name))
            if names
                .told
                .iter()
                .any(|(known, as_told)| known == name && as_told == told) =>
        {
            Ok(())
        }
        (wanted, value) if wanted == value => Ok(()),
        _ => differs(),
    }
}

/// Tells whether a key means a record.
fn means(key: &str, id: i64, names: &Names<'_>) -> bool {
    match names.made.get(key).or_else(|| names.shipped.get(key)) {
        Some(known) => *known == id,
        None => key.ends_with("/?"),
    }
}

/// Writes a moment as Odoo does.
fn moment_text(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400);
    let of_day = seconds.rem_euclid(86_400);
    // The days since 0000-03-01, in eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}",
        of_day / 3_600,
        of_day / 60 % 60,
        of_day % 60
    )
}

/// Compares a whole response: status, type, and body as JSON or the beginning of the text.
pub(crate) fn response(expected: &Value, response: &HttpResponse, names: &Names<'_>) -> Difference {
    if expected["status"] != json!(response.status) {
        return Err(format!(
            "status {} instead of {}: {}",
            response.status,
            expected["status"],
            String::from_utf8_lossy(&response.body)
                .chars()
                .take(300)
                .collect::<String>()
        ));
    }
    let kind = response
        .header("content-type")
        .unwrap_or_default()
        .replace(";charset", "; charset");
    if expected["type"] != json!(kind) {
        return Err(format!("{kind:?} instead of {}", expected["type"]));
    }
    if let Some(text) = expected.get("text").and_then(Value::as_str) {
        let body = String::from_utf8_lossy(&response.body);
        let words = body.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins: String = words.chars().take(text.chars().count()).collect();
        if begins.trim() != text.trim() {
            return Err(format!("{begins:?} instead of {text:?}"));
        }
    }
    match expected.get("body") {
        Some(body) => {
            let answered: Value = serde_json::from_slice(&response.body)
                .map_err(|error| format!("the body is not JSON: {error}"))?;
            let answered = without_what_varies(answered, names);
            same(body, &answered, names, "body").map_err(|difference| {
                format!("{difference}\n        expected {body}\n        answered {answered}")
            })
        }
        None => Ok(()),
    }
}

/// Takes the traceback off an error, and the numbers out of its words.
fn without_what_varies(mut body: Value, _: &Names<'_>) -> Value {
    let error = if body.pointer("/error/data").is_some() {
        body.pointer_mut("/error/data")
    } else if body.get("debug").is_some() {
        Some(&mut body)
    } else {
        None
    };
    if let Some(error) = error.and_then(Value::as_object_mut) {
        error.shift_remove("debug");
        error.shift_remove("exception_type");
        if let Some(message) = error.get("message").and_then(Value::as_str) {
            let message = numberless(message);
            error.insert("message".to_owned(), message.into());
        }
        if let Some(arguments) = error.get("arguments") {
            let arguments = numberless(&arguments.to_string());
            error.insert("arguments".to_owned(), arguments.into());
        }
    }
    if let Some(words) = body.pointer("/error/message").and_then(Value::as_str) {
        let words = words.to_owned();
        body["error"]["message"] = words.into();
    }
    body
}
