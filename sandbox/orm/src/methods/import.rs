//! `load`: rows of text become records, or messages that say what is wrong with them.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::domain::Operator;
use crate::env::Env;
use crate::records::{Vals, create, write};
use crate::schema::{Field, FieldType, Model};
use crate::search::{self, Window};
use crate::{Fault, moment, python, reflect};

/// The module of external ids that come without one.
const IMPORTED: &str = "__import__";

/// Imports rows: a row with a known `.id` or `id` changes that record, any other makes one. An error anywhere undoes everything.
pub(super) fn load(mut call: Call<'_, '_>) -> Answer {
    let fields = call.args.names("fields");
    let data = call.args.take("data");
    let before = call.env.data.savepoint();
    let mut ids = Vec::new();
    let mut messages = Vec::new();
    let rows = data.as_array().into_iter().flatten();
    for (place, row) in rows.filter_map(Value::as_array).enumerate() {
        let mut problems = Vec::new();
        let found = import(call.env, call.model, &fields, row, &mut problems)?;
        ids.extend(found);
        messages.extend(problems.into_iter().map(|problem| problem.message(place)));
    }
    let failed = messages.iter().any(|message| message["type"] == "error");
    if failed {
        call.env.data.rollback_to(before);
    }
    let ids = if failed {
        Value::Bool(false)
    } else {
        ids.into()
    };
    Ok(Some(
        json!({"ids": ids, "messages": messages, "nextrow": 0}),
    ))
}

/// What is wrong with a row.
struct Problem {
    /// Whether nothing can be made of it; otherwise it is only worth saying.
    error: bool,
    field: Option<String>,
    words: String,
}

impl Problem {
    fn message(self, row: usize) -> Value {
        let mut message = json!({
            "type": if self.error { "error" } else { "warning" },
            "rows": {"from": row, "to": row}, "record": row, "message": self.words,
        });
        if let Some(field) = self.field {
            message["field"] = field.into();
        }
        message
    }
}

/// Imports a row, or tells its problems.
fn import(
    env: &mut Env<'_>,
    model: &Model,
    fields: &[String],
    row: &[Value],
    problems: &mut Vec<Problem>,
) -> Result<Option<i64>, Fault> {
    let mut vals = Vals::new();
    let (mut known, mut xml_id) = (None, None);
    for (path, value) in fields.iter().zip(row) {
        let text = python::str(value);
        let (name, sub) = path
            .split_once('/')
            .map_or((path.as_str(), None), |(name, sub)| (name, Some(sub)));
        let problem = |words: String| Problem {
            error: true,
            field: Some(name.to_owned()),
            words,
        };
        match name {
            ".id" | "id" if !python::truthy(value) => {}
            ".id" => match text.parse().ok().filter(|id| env.exists(model, *id)) {
                Some(id) => known = Some(id),
                None => problems.push(problem(format!("Unknown database identifier '{text}'"))),
            },
            "id" => {
                let full = if text.contains('.') {
                    text
                } else {
                    format!("{IMPORTED}.{text}")
                };
                known = known.or_else(|| env.xml_id_of(&full));
                xml_id = Some(full);
            }
            _ => {
                let field = model
                    .field(name)
                    .ok_or_else(|| Fault::invalid_field(env.flavour, &model.name, name))?;
                match converted(env, field, sub, value)? {
                    Converted::Value(value) => drop(vals.insert(name.to_owned(), value)),
                    Converted::Doubtful(value, words) => {
                        problems.push(Problem {
                            error: false,
                            ..problem(words)
                        });
                        vals.insert(name.to_owned(), value);
                    }
                    Converted::Not(words) => problems.push(problem(words)),
                }
            }
        }
    }
    if problems.iter().any(|problem| problem.error) {
        return Ok(None);
    }
    let before = env.data.savepoint();
    match save(env, model, known, xml_id, vals) {
        Ok(id) => Ok(Some(id)),
        Err(fault) => {
            env.data.rollback_to(before);
            let words = fault
                .message
                .strip_prefix("The operation cannot be completed: ");
            let words = words.unwrap_or(&fault.message).to_owned();
            problems.push(Problem {
                error: true,
                field: None,
                words,
            });
            Ok(None)
        }
    }
}

fn save(
    env: &mut Env<'_>,
    model: &Model,
    known: Option<i64>,
    xml_id: Option<String>,
    vals: Vals,
) -> Result<i64, Fault> {
    if let Some(id) = known {
        write::write(env, model, &[id], vals)?;
        return Ok(id);
    }
    let id = create::create(env, model, vec![vals])?[0];
    if let Some(xml_id) = xml_id {
        env.sudo(|env| reflect::name_record(env, &xml_id, &model.name, id))?;
    }
    Ok(id)
}

/// What a cell's text means.
enum Converted {
    Value(Value),
    /// The value, perhaps, and why it may be another.
    Doubtful(Value, String),
    /// Nothing, and why.
    Not(String),
}

fn converted(
    env: &Env<'_>,
    field: &Field,
    sub: Option<&str>,
    value: &Value,
) -> Result<Converted, Fault> {
    let Some(text) = value.as_str() else {
        return Ok(Converted::Value(value.clone()));
    };
    let string = &field.string;
    let not_a = |what: &str| {
        Converted::Not(format!(
            "'{text}' does not seem to be {what} for field '{string}'"
        ))
    };
    if text.is_empty() && field.kind != FieldType::Boolean {
        return Ok(Converted::Value(Value::Bool(false)));
    }
    Ok(match field.kind {
        FieldType::Boolean => match text.to_lowercase().as_str() {
            "1" | "true" | "yes" => Converted::Value(true.into()),
            "" | "0" | "false" | "no" => Converted::Value(false.into()),
            _ => Converted::Doubtful(
                true.into(),
                format!("Unknown value '{text}' for boolean field '{string}'"),
            ),
        },
        FieldType::Integer => match text.trim().parse::<i64>() {
            Ok(number) => Converted::Value(number.into()),
            Err(_) => not_a("an integer"),
        },
        FieldType::Float | FieldType::Monetary => match text.trim().parse::<f64>() {
            Ok(number) => Converted::Value(number.into()),
            Err(_) => not_a("a number"),
        },
        FieldType::Date if moment::parse_date(text).is_none() => not_a("a valid date"),
        FieldType::Datetime if moment::parse_datetime(text).is_none() => not_a("a valid datetime"),
        FieldType::Selection => {
            let same = |known: &str| known.to_lowercase() == text.to_lowercase();
            match field
                .selection
                .iter()
                .find(|(key, label)| same(key) || same(label))
            {
                Some((key, _)) => Converted::Value(key.as_str().into()),
                None => Converted::Not(format!(
                    "Value '{text}' not found in selection field '{string}'"
                )),
            }
        }
        FieldType::Many2one => match found(env, field, sub, text)? {
            Ok(id) => Converted::Value(id.into()),
            Err(words) => Converted::Not(words),
        },
        FieldType::Many2many | FieldType::One2many => {
            let ids: Result<Vec<i64>, String> = text
                .split(',')
                .map(|text| found(env, field, sub, text))
                .collect::<Result<_, _>>()?;
            match ids {
                Ok(ids) => Converted::Value(json!([[6, false, ids]])),
                Err(words) => Converted::Not(words),
            }
        }
        _ => Converted::Value(text.into()),
    })
}

/// Finds the record a cell names: by database id (`.id`), external id (`id`), or name.
fn found(
    env: &Env<'_>,
    field: &Field,
    sub: Option<&str>,
    text: &str,
) -> Result<Result<i64, String>, Fault> {
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(Err(format!("Field '{}' leads to no model", field.string)));
    };
    let (by, id) = match sub {
        Some(".id") => (
            "database id",
            text.parse().ok().filter(|id| env.exists(other, *id)),
        ),
        Some("id") => {
            let known = env.xml_id(text).filter(|(model, _)| *model == other.name);
            ("external id", known.map(|(_, id)| id))
        }
        _ => {
            let node = search::name_domain(other, Operator::Equal, &text.into());
            let window = Window {
                offset: 0,
                limit: Some(1),
            };
            let ids = search::search_node(env, other, &node, window, None)?;
            ("name", ids.first().copied())
        }
    };
    Ok(id.ok_or_else(|| {
        format!(
            "No matching record found for {by} '{text}' in field '{}'",
            field.string
        )
    }))
}
