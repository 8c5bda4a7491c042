//! `load`: rows of text become records, or messages that say what is wrong with them.

use serde_json::{Map, Value, json};

use super::{Answer, Call};
use crate::domain::Operator;
use crate::env::Env;
use crate::records::{Vals, create, write};
use crate::schema::{Field, FieldType, Model};
use crate::search::{self, Window};
use crate::zone::Zone;
use crate::{Fault, Flavour, moment, python, reflect};

/// The module of external ids that come without one.
const IMPORTED: &str = "__import__";

/// Imports rows: a row with a known `.id` or `id` changes that record, any other makes one. An
/// error anywhere undoes everything.
pub(super) fn load(mut call: Call<'_, '_>) -> Answer {
    let fields = call.args.names("fields");
    let data = call.args.take("data");
    for path in &fields {
        let name = path.split('/').next().unwrap_or(path);
        if !matches!(name, ".id" | "id") && call.model.field(name).is_none() {
            return Err(match call.env.flavour {
                Flavour::V17 => Fault::new("builtins.KeyError", name),
                _ => Fault::value(format!("Invalid field name '{name}'")),
            });
        }
    }
    let limit = call
        .env
        .context
        .values
        .get("_import_limit")
        .and_then(Value::as_u64);
    let limit = limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    });
    let before = call.env.data.savepoint();
    let mut ids = Vec::new();
    let mut messages = Vec::new();
    let rows: Vec<&Vec<Value>> = data
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .collect();
    let next = if rows.len() > limit { limit } else { 0 };
    for (place, row) in rows.into_iter().take(limit).enumerate() {
        let mut problems = Vec::new();
        let found = import(call.env, call.model, &fields, row, &mut problems)?;
        ids.extend(found);
        messages.extend(problems.into_iter().map(|problem| problem.message(place)));
    }
    let failed = !messages.is_empty();
    if failed {
        call.env.data.rollback_to(before);
    }
    let ids = if failed {
        Value::Bool(false)
    } else {
        ids.into()
    };
    let next = if failed { 0 } else { next };
    Ok(Some(
        json!({"ids": ids, "messages": messages, "nextrow": next}),
    ))
}

/// What is wrong with a row: nothing can be made of it.
struct Problem {
    field: Option<String>,
    words: String,
    /// Of a cell: what would have been right, and the field's name for people.
    of_cell: Option<(Option<Value>, String)>,
}

impl Problem {
    fn message(self, row: usize) -> Value {
        let mut message = Map::new();
        let mut put = |name: &str, value: Value| drop(message.insert(name.to_owned(), value));
        put("rows", json!({"from": row, "to": row}));
        put("type", "error".into());
        put("record", row.into());
        if let Some(field) = self.field {
            put("field", field.into());
        }
        put("message", self.words.into());
        if let Some((more, string)) = self.of_cell {
            if let Some(more) = more {
                put("moreinfo", more);
            }
            put("field_name", string.into());
        }
        Value::Object(message)
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
        let problem = |words: String, of_cell| Problem {
            field: Some(name.to_owned()),
            words,
            of_cell,
        };
        match name {
            ".id" | "id" if !python::truthy(value) => {}
            ".id" => match text.parse().ok().filter(|id| env.exists(model, *id)) {
                Some(id) => known = Some(id),
                None => {
                    let words = format!("Unknown database identifier '{text}'");
                    problems.push(problem(words, None));
                }
            },
            "id" => {
                let full = if text.contains('.') {
                    text
                } else {
                    format!("{IMPORTED}.{text}")
                };
                match env.xml_id(&full) {
                    Some((other, id)) if other != model.name => problems.push(Problem {
                        field: None,
                        words: format!(
                            "For external id {full} when trying to create/update a record of model {} found record of different \
                             model {other} ({id})",
                            model.name
                        ),
                        of_cell: None,
                    }),
                    found => known = known.or(found.map(|(_, id)| id)),
                }
                xml_id = Some(full);
            }
            _ => {
                let field = model
                    .field(name)
                    .ok_or_else(|| Fault::invalid_field(env.flavour, &model.name, name))?;
                match converted(env, field, sub, value)? {
                    Ok(value) => drop(vals.insert(name.to_owned(), value)),
                    Err((words, more)) => {
                        problems.push(problem(words, Some((more, field.string.clone()))));
                    }
                }
            }
        }
    }
    if !problems.is_empty() {
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
            let mut words = words.unwrap_or(&fault.message).to_owned();
            let within = |before: &str, after: &str| {
                let (_, rest) = fault.message.split_once(before)?;
                rest.split_once(after).map(|(within, _)| within.to_owned())
            };
            let field = if env.flavour < Flavour::V19 {
                // The database names the field, and the import says it in its own words.
                let named = within("a mandatory field is not set", "Field: ")
                    .and_then(|_| within("Field: ", "\n"));
                if let Some((string, name)) =
                    named.as_deref().and_then(|named| named.split_once(" ("))
                {
                    words = format!("Missing required value for the field '{string}' ({name}");
                }
                named.and_then(|named| {
                    Some(named.split_once(" (")?.1.trim_end_matches(')').to_owned())
                })
            } else {
                within("Missing required value for the field '", ")")
                    .and_then(|named| Some(named.split_once("' (")?.1.to_owned()))
            };
            problems.push(Problem {
                field,
                words,
                of_cell: None,
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

/// What a cell's text means, or why it means nothing and what would.
type Converted = Result<Value, (String, Option<Value>)>;

fn converted(
    env: &mut Env<'_>,
    field: &Field,
    sub: Option<&str>,
    value: &Value,
) -> Result<Converted, Fault> {
    let Some(text) = value.as_str() else {
        return Ok(Ok(value.clone()));
    };
    let string = &field.string;
    let not_a = |what: &str, more: Option<&str>| {
        let words = format!("'{text}' does not seem to be {what} for field '{string}'");
        Err((words, more.map(Value::from)))
    };
    if text.is_empty() && field.kind != FieldType::Boolean {
        return Ok(Ok(Value::Bool(false)));
    }
    Ok(match field.kind {
        FieldType::Boolean => match text.to_lowercase().as_str() {
            "1" | "true" | "yes" => Ok(true.into()),
            "" | "0" | "false" | "no" => Ok(false.into()),
            _ => Err((
                format!("Unknown value '{text}' for boolean field '{string}'"),
                Some("Use '1' for yes and '0' for no".into()),
            )),
        },
        FieldType::Integer => match text.trim().parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => not_a("an integer", None),
        },
        FieldType::Float | FieldType::Monetary => match text.trim().parse::<f64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => not_a("a number", None),
        },
        FieldType::Date if moment::parse_date(text).is_none() => {
            not_a("a valid date", Some("Use the format '2012-12-31'"))
        }
        FieldType::Datetime => match moment::parse_datetime(text) {
            // What people write down is what their clocks show.
            Some(clock) => {
                let zone = Zone::of_call(env, true);
                Ok(moment::datetime_text(zone.moment(clock)).into())
            }
            None => not_a(
                "a valid datetime",
                Some("Use the format '2012-12-31 23:59:59'"),
            ),
        },
        FieldType::Selection => {
            let same = |known: &str| known.to_lowercase() == text.to_lowercase();
            match field
                .selection
                .iter()
                .find(|(key, label)| same(key) || same(label))
            {
                Some((key, _)) => Ok(key.as_str().into()),
                None => Err((
                    format!("Value '{text}' not found in selection field '{string}'"),
                    Some(
                        field
                            .selection
                            .iter()
                            .map(|(_, label)| label.as_str())
                            .collect(),
                    ),
                )),
            }
        }
        FieldType::Many2one => found(env, field, sub, text)?.map(Value::from),
        FieldType::Many2many | FieldType::One2many => {
            let mut ids = Vec::new();
            for text in text.split(',') {
                match found(env, field, sub, text)? {
                    Ok(id) => ids.push(id),
                    Err(problem) => return Ok(Err(problem)),
                }
            }
            Ok(json!([[6, false, ids]]))
        }
        FieldType::Properties if env.flavour == Flavour::V17 => {
            let words = "Unable to import field type 'properties'  ".to_owned();
            Err((words, None))
        }
        FieldType::Properties => match serde_json::from_str(text) {
            Ok(list) => Ok(list),
            Err(_) => not_a("valid JSON", None),
        },
        _ => Ok(text.into()),
    })
}

/// Finds the record a cell names: by database id (`.id`), external id (`id`), or name; or makes it
/// of its name, where the context says that this is wanted.
fn found(
    env: &mut Env<'_>,
    field: &Field,
    sub: Option<&str>,
    text: &str,
) -> Result<Result<i64, (String, Option<Value>)>, Fault> {
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(Err((
            format!("Field '{}' leads to no model", field.string),
            None,
        )));
    };
    let (by, id) = match sub {
        Some(".id") => match text.parse() {
            Ok(id) => ("database id", Some(id).filter(|id| env.exists(other, *id))),
            Err(_) => {
                let words = format!(
                    "Invalid database id '{text}' for the field '{}'",
                    field.string
                );
                return Ok(Err((words, Some(possible_values(env, other, true)))));
            }
        },
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
    if let (None, "name") = (id, by)
        && let Some(makes) = env.context.values.get("name_create_enabled_fields")
        && makes.get(&field.name).is_some_and(python::truthy)
        && let Some(name) = other.rec_name.clone()
    {
        let vals = Vals::from_iter([(name, text.into())]);
        return Ok(Ok(create::create(env, other, vec![vals])?[0]));
    }
    Ok(id.ok_or_else(|| {
        let words = format!(
            "No matching record found for {by} '{text}' in field '{}'",
            field.string
        );
        (words, Some(possible_values(env, other, by != "name")))
    }))
}

/// The action that shows what would have been found: the records, or for ids their external ids.
fn possible_values(env: &Env<'_>, model: &Model, by_id: bool) -> Value {
    let list = if env.flavour < Flavour::V18 {
        "tree,form"
    } else {
        "list,form"
    };
    let mut action = json!({
        "name": "Possible Values", "type": "ir.actions.act_window", "target": "new", "view_mode": list,
        "views": [[false, "list"], [false, "form"]], "context": {"create": false}, "help": "See all possible values",
    });
    if by_id {
        action["res_model"] = "ir.model.data".into();
        action["domain"] = json!([["model", "=", model.name]]);
    } else {
        action["res_model"] = model.name.as_str().into();
    }
    action
}
