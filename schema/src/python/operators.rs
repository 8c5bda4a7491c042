//! Operators between two things.

use serde_json::{Value, json};

use super::thing::Thing::{self, Day, Delta, Json, Moment};
use super::time;
use crate::Fault;

pub(super) fn two(sign: &str, one: Thing, other: Thing) -> Result<Thing, Fault> {
    let far = || Fault::new("The date is further away than Python's dates go.");
    let near = |moment: i64| {
        Some(moment).filter(|moment| (1..=9999).contains(&time::civil(moment.div_euclid(86_400)).0))
    };
    let moved = |day: bool, moment: i64| -> Result<Thing, Fault> {
        let moment = near(moment).ok_or_else(far)?;
        Ok(if day {
            Day(moment.div_euclid(86_400))
        } else {
            Moment(moment)
        })
    };
    match (sign, &one, &other) {
        ("+", Day(_) | Moment(_), Delta(by)) | ("+", Delta(by), Day(_) | Moment(_)) => {
            let is_day = matches!((&one, &other), (Day(_), _) | (_, Day(_)));
            return moved(is_day, one.moment().or(other.moment()).unwrap_or(0) + by);
        }
        ("-", Day(_) | Moment(_), Delta(by)) => {
            return moved(matches!(one, Day(_)), one.moment().unwrap_or(0) - by);
        }
        ("+", Day(_) | Moment(_), Thing::Relative(by))
        | ("+", Thing::Relative(by), Day(_) | Moment(_)) => {
            let is_day = matches!((&one, &other), (Day(_), _) | (_, Day(_)));
            return moved(
                is_day,
                by.add_to(one.moment().or(other.moment()).unwrap_or(0))?,
            );
        }
        ("-", Day(_) | Moment(_), Thing::Relative(by)) => {
            return moved(
                matches!(one, Day(_)),
                by.negated().add_to(one.moment().unwrap_or(0))?,
            );
        }
        ("-", Day(_) | Moment(_), Day(_) | Moment(_)) => {
            return Ok(Delta(
                one.moment().unwrap_or(0) - other.moment().unwrap_or(0),
            ));
        }
        ("+", Delta(a), Delta(b)) => return Ok(Delta(a + b)),
        ("-", Delta(a), Delta(b)) => return Ok(Delta(a - b)),
        ("==" | "!=" | "<>" | "<" | "<=" | ">" | ">=", Day(_) | Moment(_), Day(_) | Moment(_)) => {
            return compared(sign, &json!(one.moment()), &json!(other.moment()));
        }
        _ => {}
    }
    let (one, other) = (one.into_json()?, other.into_json()?);
    match sign {
        "+" | "-" | "*" | "/" | "//" | "%" | "**" => arithmetic(sign, &one, &other),
        "in" | "not in" => {
            let found = match (&other, &one) {
                (Value::Array(items), one) => items.contains(one),
                (Value::Object(members), Value::String(key)) => members.contains_key(key),
                (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
                _ => return Err(Fault::new("\"in\" takes a list, a dictionary or a text.")),
            };
            Ok(Json((found == (sign == "in")).into()))
        }
        _ => compared(sign, &one, &other),
    }
}

fn compared(sign: &str, one: &Value, other: &Value) -> Result<Thing, Fault> {
    let same = match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    };
    let order = match (one, other) {
        (Value::String(one), Value::String(other)) => Some(one.cmp(other)),
        (one, other) => one
            .as_f64()
            .zip(other.as_f64())
            .map(|(one, other)| one.total_cmp(&other)),
    };
    let ordered =
        || order.ok_or_else(|| Fault::new(format!("\"{sign}\" cannot compare these two values.")));
    Ok(Json(
        match sign {
            "==" | "is" => same,
            "!=" | "<>" | "is not" => !same,
            "<" => ordered()?.is_lt(),
            "<=" => ordered()?.is_le(),
            ">" => ordered()?.is_gt(),
            _ => ordered()?.is_ge(),
        }
        .into(),
    ))
}

pub(super) fn arithmetic(sign: &str, one: &Value, other: &Value) -> Result<Thing, Fault> {
    match (sign, one, other) {
        ("+", Value::String(one), Value::String(other)) => {
            return Ok(Json(format!("{one}{other}").into()));
        }
        ("+", Value::Array(one), Value::Array(other)) => {
            return Ok(Json(Value::Array([one.as_slice(), other].concat())));
        }
        ("%", Value::String(format), value) if format.matches('%').count() == 1 => {
            let text = match value {
                Value::String(text) => text.clone(),
                other => super::print(other),
            };
            return Ok(Json(
                format.replace("%s", &text).replace("%d", &text).into(),
            ));
        }
        _ => {}
    }
    let wrong = || Fault::new(format!("\"{sign}\" cannot join these two values."));
    if let (Some(one), Some(other)) = (one.as_i64(), other.as_i64()) {
        let whole = match sign {
            "+" => one.checked_add(other),
            "-" => one.checked_sub(other),
            "*" => one.checked_mul(other),
            "//" if other != 0 => one
                .checked_div_euclid(other)
                .and_then(|whole| whole.checked_sub(i64::from(other < 0 && one % other != 0))),
            "%" if other != 0 => {
                one.checked_rem_euclid(other)
                    .map(|rest| match other < 0 && rest != 0 {
                        true => rest + other,
                        false => rest,
                    })
            }
            "**" => u32::try_from(other)
                .ok()
                .and_then(|other| one.checked_pow(other)),
            _ => None,
        };
        if let Some(whole) = whole {
            return Ok(Json(whole.into()));
        }
    }
    let (one, other) = (
        one.as_f64().ok_or_else(wrong)?,
        other.as_f64().ok_or_else(wrong)?,
    );
    let number = match sign {
        "+" => one + other,
        "-" => one - other,
        "*" => one * other,
        "/" => one / other,
        "//" => (one / other).floor(),
        "%" => one - other * (one / other).floor(),
        _ => one.powf(other),
    };
    if number.is_finite() {
        Ok(Json(number.into()))
    } else {
        Err(wrong())
    }
}
