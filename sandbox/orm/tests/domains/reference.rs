//! What a domain means, said as plainly as possible: for one record, by its values.

use odoo_sandbox_orm::Flavour;
use serde_json::Value;

use crate::world::{TAGS, Thing, World};

/// Tells whether a domain holds for a thing.
pub(crate) fn holds(flavour: Flavour, world: &World, thing: &Thing, domain: &Value) -> bool {
    let tokens = domain.as_array().unwrap();
    let mut at = 0;
    let mut all = true;
    while at < tokens.len() {
        all &= expression(flavour, world, thing, tokens, &mut at, false);
    }
    all
}

/// Reads one expression; up to 18 a denial turns every sign and operator inside but those of other
/// records, from 19 on it turns the outcome.
fn expression(
    flavour: Flavour,
    world: &World,
    thing: &Thing,
    tokens: &[Value],
    at: &mut usize,
    denied: bool,
) -> bool {
    let token = &tokens[*at];
    *at += 1;
    match token.as_str() {
        Some("!") if flavour >= Flavour::V19 => {
            !expression(flavour, world, thing, tokens, at, false)
        }
        Some("!") => expression(flavour, world, thing, tokens, at, !denied),
        Some(sign) => {
            let left = expression(flavour, world, thing, tokens, at, denied);
            let right = expression(flavour, world, thing, tokens, at, denied);
            if (sign == "&") != denied {
                left && right
            } else {
                left || right
            }
        }
        None => {
            let parts = token.as_array().unwrap();
            let operator = parts[1].as_str().unwrap();
            let of_others = parts[0].as_str().is_some_and(|field| field.contains('.'));
            match (denied, opposite(operator)) {
                (false, _) => condition(flavour, world, thing, &parts[0], operator, &parts[2]),
                (true, Some(operator)) if !of_others => {
                    condition(flavour, world, thing, &parts[0], operator, &parts[2])
                }
                (true, _) => !condition(flavour, world, thing, &parts[0], operator, &parts[2]),
            }
        }
    }
}

fn opposite(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "in" => "not in",
        "not in" => "in",
        "like" => "not like",
        "not like" => "like",
        "ilike" => "not ilike",
        "not ilike" => "ilike",
        "=like" => "not =like",
        "=ilike" => "not =ilike",
        "any" => "not any",
        "not any" => "any",
        _ => return None,
    })
}

/// What a field holds.
enum Held {
    Text(Option<String>),
    Number(Option<f64>),
    Flag(bool),
    Moment(Option<String>, bool),
    Thing(Option<i64>),
    Things(Vec<i64>),
    Tags(Vec<i64>),
}

fn held(world: &World, thing: &Thing, field: &str) -> Held {
    match field {
        "id" => Held::Number(Some(thing.id as f64)),
        "name" => Held::Text(Some(thing.name.clone())),
        "note" => Held::Text(thing.note.clone()),
        "kind" => Held::Text(thing.kind.map(str::to_owned)),
        "count" => Held::Number(thing.count.map(|count| count as f64)),
        "size" => Held::Number(thing.size),
        "flag" => Held::Flag(thing.flag == Some(true)),
        "day" => Held::Moment(thing.day.map(str::to_owned), true),
        "moment" => Held::Moment(thing.moment.map(str::to_owned), false),
        "parent_id" => Held::Thing(thing.parent),
        "child_ids" => Held::Things(
            world
                .children(thing.id)
                .iter()
                .map(|child| child.id)
                .collect(),
        ),
        "tag_ids" => Held::Tags(thing.tags.clone()),
        other => panic!("the reference knows no field {other}"),
    }
}

fn condition(
    flavour: Flavour,
    world: &World,
    thing: &Thing,
    field: &Value,
    operator: &str,
    value: &Value,
) -> bool {
    let Some(field) = field.as_str() else {
        let same = field == value;
        return same == (operator == "=");
    };
    if let Some((first, rest)) = field.split_once('.') {
        let rest = Value::from(rest);
        return match held(world, thing, first) {
            Held::Thing(id) => id
                .and_then(|id| world.thing(id))
                .is_some_and(|other| condition(flavour, world, other, &rest, operator, value)),
            Held::Things(ids) => ids
                .iter()
                .filter_map(|id| world.thing(*id))
                .any(|other| condition(flavour, world, other, &rest, operator, value)),
            Held::Tags(ids) => ids.iter().any(|id| {
                let name = Some(TAGS[*id as usize - 1]);
                match operator {
                    "=?" if unset(value) => true,
                    "=?" => text(flavour, "name", name, "=", value),
                    _ => text(flavour, "name", name, operator, value),
                }
            }),
            _ => panic!("a path through {first}"),
        };
    }
    if operator == "=?" {
        return unset(value) || condition(flavour, world, thing, &Value::from(field), "=", value);
    }
    if let "any" | "not any" = operator {
        let found = match held(world, thing, field) {
            Held::Thing(id) => id
                .and_then(|id| world.thing(id))
                .is_some_and(|other| holds(flavour, world, other, value)),
            Held::Things(ids) => ids
                .iter()
                .filter_map(|id| world.thing(*id))
                .any(|other| holds(flavour, world, other, value)),
            _ => panic!("any through {field}"),
        };
        return found == (operator == "any");
    }
    if let "child_of" | "parent_of" = operator {
        // Both fields say it of the record itself: `parent_id` leads to its own model,
        // so it is what the records are above and below each other by.
        let wanted: Vec<i64> = value
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_i64)
            .collect();
        return wanted
            .iter()
            .any(|wanted| family(world, operator, thing.id, *wanted));
    }
    match held(world, thing, field) {
        Held::Text(held) => text(flavour, field, held.as_deref(), operator, value),
        Held::Number(held) => number(flavour, field, held, operator, value),
        Held::Flag(held) => {
            let same = value.as_bool() == Some(held);
            same == (operator == "=")
        }
        Held::Moment(held, day) => moment(held, day, operator, value),
        Held::Thing(id) => links(&id.into_iter().collect::<Vec<_>>(), operator, value),
        Held::Things(ids) => links(&ids, operator, value),
        Held::Tags(ids) => match value {
            // Up to 18 false means nothing among several tags.
            Value::Array(items) if flavour < Flavour::V19 => {
                let tags: Value = items.iter().filter(|item| item.is_i64()).cloned().collect();
                links(&ids, operator, &tags)
            }
            value => links(&ids, operator, value),
        },
    }
}

/// What `=?` takes for no value.
fn unset(value: &Value) -> bool {
    [Value::from(false), Value::from(""), Value::from(0)].contains(value)
}

/// Is `subject` a descendant (or ancestor) of `of`, itself included?
fn family(world: &World, operator: &str, subject: i64, of: i64) -> bool {
    let (mut at, end) = if operator == "child_of" {
        (Some(subject), of)
    } else {
        (Some(of), subject)
    };
    if world.thing(of).is_none() {
        return false;
    }
    while let Some(id) = at {
        if id == end {
            return true;
        }
        at = world.thing(id).and_then(|thing| thing.parent);
    }
    false
}

fn wanted(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        value => vec![value],
    }
}

fn links(ids: &[i64], operator: &str, value: &Value) -> bool {
    let found = wanted(value).into_iter().any(|value| match value.as_i64() {
        Some(id) => ids.contains(&id),
        None => ids.is_empty(),
    });
    found == matches!(operator, "=" | "in")
}

fn text(flavour: Flavour, field: &str, held: Option<&str>, operator: &str, value: &Value) -> bool {
    match operator {
        "=" | "!=" | "in" | "not in" => {
            // From 18 on an empty text is no text; selections are never empty.
            let empty_is_missing = flavour >= Flavour::V18 && field != "kind";
            let held = held.filter(|held| !(empty_is_missing && held.is_empty()));
            let found = wanted(value).into_iter().any(|value| match value.as_str() {
                Some("") if empty_is_missing => held.is_none(),
                Some(wanted) => held == Some(wanted),
                None => held.is_none(),
            });
            found == matches!(operator, "=" | "in")
        }
        "<" | "<=" | ">" | ">=" => {
            held.is_some_and(|held| ordered(operator, held.cmp(value.as_str().unwrap())))
        }
        _ => like(flavour, held, operator, value.as_str().unwrap()),
    }
}

fn ordered(operator: &str, order: std::cmp::Ordering) -> bool {
    match operator {
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn like(flavour: Flavour, held: Option<&str>, operator: &str, wanted: &str) -> bool {
    let negative = operator.starts_with("not ");
    let bare = operator.trim_start_matches("not ");
    let whole = bare.starts_with('=');
    if wanted.is_empty() && !whole {
        return match (negative, flavour) {
            (false, _) => true,
            (true, Flavour::V17) => held.is_none(),
            (true, _) => false,
        };
    }
    if wanted.is_empty() && flavour >= Flavour::V18 {
        return held.is_none_or(str::is_empty) != negative;
    }
    let found = held.is_some_and(|held| {
        let fold = |text: &str| {
            if bare.ends_with("ilike") {
                text.to_lowercase()
            } else {
                text.to_owned()
            }
        };
        let pattern: Vec<char> = fold(wanted).chars().collect();
        let held: Vec<char> = fold(held).chars().collect();
        if whole {
            fits(&pattern, &held)
        } else {
            fits(&[&['%'], pattern.as_slice(), &['%']].concat(), &held)
        }
    });
    found != negative
}

/// SQL's LIKE, by trying everything.
fn fits(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|from| fits(rest, &text[from..])),
        Some((sign, rest)) => text
            .split_first()
            .is_some_and(|(char, tail)| (*sign == '_' || sign == char) && fits(rest, tail)),
    }
}

fn number(flavour: Flavour, field: &str, held: Option<f64>, operator: &str, value: &Value) -> bool {
    let zero_is_missing = flavour >= Flavour::V18 && field != "id";
    let held = if zero_is_missing {
        Some(held.unwrap_or(0.0))
    } else {
        held
    };
    match operator {
        "=" | "!=" | "in" | "not in" => {
            let found = wanted(value).into_iter().any(|value| match value.as_f64() {
                Some(wanted) => held == Some(wanted),
                None if zero_is_missing => held == Some(0.0),
                None => held.is_none(),
            });
            found == matches!(operator, "=" | "in")
        }
        _ => held.is_some_and(|held| ordered(operator, held.total_cmp(&value.as_f64().unwrap()))),
    }
}

fn moment(held: Option<String>, day: bool, operator: &str, value: &Value) -> bool {
    let Some(wanted) = value.as_str() else {
        return match operator {
            "=" => held.is_none(),
            "!=" => held.is_some(),
            _ => false,
        };
    };
    // A day stands for its end in `<=` and `>`, for its beginning elsewhere.
    let wanted = match (day, wanted.len()) {
        (true, _) => wanted[..10].to_owned(),
        (false, 10) if matches!(operator, "<=" | ">") => format!("{wanted} 23:59:59"),
        (false, 10) => format!("{wanted} 00:00:00"),
        (false, _) => wanted.to_owned(),
    };
    match operator {
        "=" => held.as_deref() == Some(&wanted),
        "!=" => held.as_deref() != Some(&wanted),
        _ => held.is_some_and(|held| ordered(operator, held.as_str().cmp(&wanted))),
    }
}
