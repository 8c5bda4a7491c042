//! Evaluates expressions with the names that Odoo's texts use.

use serde_json::{Map, Value, json};

use super::time::{self, Relative};
use super::tree::Expression;
use crate::Fault;

/// What the names in a text stand for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The moment it is, in seconds since 1970, UTC.
    pub now: i64,
    /// Seconds that the user's time is ahead of UTC.
    pub ahead: i64,
    /// Further names: `uid`, `active_id`, `context` and so on.
    pub values: Map<String, Value>,
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
enum Thing {
    Json(Value),
    Day(i64),
    Moment(i64),
    Time(i64),
    Delta(i64),
    Relative(Relative),
    /// Something of Python's own, by its name: a module, a class, a function.
    Known(&'static str),
    /// A method of something.
    Bound(Box<Thing>, String),
}

use Thing::{Day, Delta, Json, Known, Moment, Time};

/// The names that are there without being given.
const KNOWN: [&str; 14] = [
    "context_today",
    "datetime",
    "time",
    "relativedelta",
    "timedelta",
    "date",
    "len",
    "str",
    "int",
    "float",
    "bool",
    "list",
    "tuple",
    "set",
];

pub(super) fn evaluate(expression: &Expression, names: &Names) -> Result<Value, Fault> {
    Run { names }.value(expression)?.into_json()
}

struct Run<'a> {
    names: &'a Names,
}

impl Run<'_> {
    /// The user's own time.
    fn local(&self) -> i64 {
        self.names.now + self.names.ahead
    }

    fn value(&self, expression: &Expression) -> Result<Thing, Fault> {
        Ok(match expression {
            Expression::None => Json(Value::Null),
            Expression::Flag(flag) => Json((*flag).into()),
            Expression::Integer(number) => Json((*number).into()),
            Expression::Float(number) => Json((*number).into()),
            Expression::Text(text) => Json(text.as_str().into()),
            Expression::List(items) => {
                let items = items.iter().map(|item| self.value(item)?.into_json());
                Json(Value::Array(items.collect::<Result<_, _>>()?))
            }
            Expression::Dictionary(members) => {
                let mut all = Map::new();
                for (key, value) in members {
                    let Json(Value::String(key)) = self.value(key)? else {
                        return Err(Fault::new("A key of a dictionary is a text."));
                    };
                    all.insert(key, self.value(value)?.into_json()?);
                }
                Json(Value::Object(all))
            }
            Expression::Name(name) => self.named(name)?,
            Expression::Member(of, name) => self.member(self.value(of)?, name)?,
            Expression::Item(of, key) => item(&self.value(of)?, &self.value(key)?)?,
            Expression::Call(function, args, named) => {
                let args = args
                    .iter()
                    .map(|arg| self.value(arg))
                    .collect::<Result<Vec<_>, _>>()?;
                let mut by_name = Vec::new();
                for (name, value) in named {
                    by_name.push((name.as_str(), self.value(value)?));
                }
                self.call(
                    self.value(function)?,
                    &Arguments {
                        args,
                        named: by_name,
                    },
                )?
            }
            Expression::Choice(parts) => {
                let [condition, then, other] = &**parts;
                self.value(if self.value(condition)?.is_true() {
                    then
                } else {
                    other
                })?
            }
            Expression::One("not", inner) => Json((!self.value(inner)?.is_true()).into()),
            Expression::One(_, inner) => match self.value(inner)? {
                Delta(seconds) => Delta(-seconds),
                Thing::Relative(relative) => Thing::Relative(relative.negated()),
                number => arithmetic("-", &json!(0), &number.into_json()?)?,
            },
            Expression::Two(sign @ ("and" | "or"), one, other) => {
                let first = self.value(one)?;
                if first.is_true() == (*sign == "or") {
                    first
                } else {
                    self.value(other)?
                }
            }
            Expression::Two(sign, one, other) => two(sign, self.value(one)?, self.value(other)?)?,
        })
    }

    fn named(&self, name: &str) -> Result<Thing, Fault> {
        if let Some(value) = self.names.values.get(name) {
            return Ok(Json(value.clone()));
        }
        let today = self.local().div_euclid(86_400);
        if let Some(known) = KNOWN.iter().find(|known| **known == name) {
            return Ok(Known(known));
        }
        Ok(match name {
            "now" => Json(time::moment_text(self.names.now).into()),
            "today" | "current_date" => Json(time::day_text(today).into()),
            "context" => Json(json!({})),
            "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU" => {
                let at = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
                    .iter()
                    .position(|day| *day == name);
                Json(json!({ "weekday": at, "nth": 1 }))
            }
            _ => {
                return Err(Fault::new(format!(
                    "The text speaks of \"{name}\", and nothing is known of it: give its value, as {{ {name}: … }}."
                )));
            }
        })
    }

    fn member(&self, of: Thing, name: &str) -> Result<Thing, Fault> {
        let bound = |of: Thing| Ok(Thing::Bound(Box::new(of), name.to_owned()));
        let (year, month, day) = time::civil(of.moment().unwrap_or(0).div_euclid(86_400));
        let of_day = of.moment().unwrap_or(0).rem_euclid(86_400);
        Ok(match (&of, name) {
            (Known("datetime"), "datetime" | "date" | "time" | "timedelta") => Known(match name {
                "datetime" => "datetime.datetime",
                "date" => "date",
                "time" => "datetime.time",
                _ => "timedelta",
            }),
            (Known("datetime" | "time" | "date" | "datetime.datetime" | "datetime.time"), _) => {
                return bound(of);
            }
            (Known("relativedelta"), "relativedelta") => of,
            (Known("relativedelta"), day) => self.named(day)?,
            (Day(_) | Moment(_), "year") => Json(year.into()),
            (Day(_) | Moment(_), "month") => Json(month.into()),
            (Day(_) | Moment(_), "day") => Json(day.into()),
            (Moment(_), "hour") => Json((of_day / 3_600).into()),
            (Moment(_), "minute") => Json((of_day / 60 % 60).into()),
            (Moment(_), "second") => Json((of_day % 60).into()),
            (Delta(seconds), "days") => Json(seconds.div_euclid(86_400).into()),
            (Json(Value::Object(members)), _) if members.contains_key(name) => {
                Json(members[name].clone())
            }
            _ => return bound(of),
        })
    }

    fn call(&self, function: Thing, arguments: &Arguments<'_>) -> Result<Thing, Fault> {
        let wrong = |what: &str| Fault::new(format!("{what} cannot be called so."));
        match function {
            Known(name) => self.known(name, arguments),
            Thing::Bound(of, name) => self.method(*of, &name, arguments),
            // MO(-1), the last Monday.
            Json(Value::Object(mut members)) if members.contains_key("weekday") => {
                members.insert("nth".to_owned(), arguments.integer(0, "n", 1)?.into());
                Ok(Json(Value::Object(members)))
            }
            other => Err(wrong(
                &other
                    .into_json()
                    .map(|value| value.to_string())
                    .unwrap_or_default(),
            )),
        }
    }

    fn known(&self, name: &str, arguments: &Arguments<'_>) -> Result<Thing, Fault> {
        let local = self.local();
        let first = || arguments.args.first().cloned();
        Ok(match name {
            "context_today" => Day(local.div_euclid(86_400)),
            "date" => Day(time::date(
                arguments.needed(0, "year")?,
                arguments.needed(1, "month")?,
                arguments.needed(2, "day")?,
            )?),
            "datetime" | "datetime.datetime" => {
                let day = time::date(
                    arguments.needed(0, "year")?,
                    arguments.needed(1, "month")?,
                    arguments.needed(2, "day")?,
                )?;
                Moment(day * 86_400 + arguments.time(3)?)
            }
            "time" | "datetime.time" => Time(arguments.time(0)?),
            "timedelta" => Delta(arguments.span(&[
                "days",
                "seconds",
                "microseconds",
                "milliseconds",
                "minutes",
                "hours",
                "weeks",
            ])?),
            "relativedelta" => {
                let weekday = match arguments.get(usize::MAX, "weekday") {
                    Some(Json(Value::Object(of))) => Some((
                        of.get("weekday").and_then(Value::as_i64).unwrap_or(0),
                        of.get("nth").and_then(Value::as_i64).unwrap_or(1),
                    )),
                    Some(Json(Value::Number(number))) => {
                        number.as_i64().map(|day| (day.rem_euclid(7), 1))
                    }
                    _ => None,
                };
                let set = |name: &str| arguments.optional(usize::MAX, name);
                let months = arguments.integer(usize::MAX, "years", 0)?.checked_mul(12);
                let months = months.and_then(|years| {
                    years.checked_add(arguments.integer(usize::MAX, "months", 0).ok()?)
                });
                Thing::Relative(Relative {
                    months: months
                        .ok_or_else(|| Fault::new("The span is longer than Python's dates go."))?,
                    seconds: arguments.span(&[
                        "",
                        "seconds",
                        "microseconds",
                        "",
                        "minutes",
                        "hours",
                        "weeks",
                        "days",
                    ])?,
                    year: set("year")?,
                    month: set("month")?,
                    day: set("day")?,
                    hour: set("hour")?,
                    minute: set("minute")?,
                    second: set("second")?,
                    weekday,
                })
            }
            "len" => match first() {
                Some(Json(Value::Array(items))) => Json(items.len().into()),
                Some(Json(Value::String(text))) => Json(text.chars().count().into()),
                Some(Json(Value::Object(members))) => Json(members.len().into()),
                _ => return Err(Fault::new("len() takes a list or a text.")),
            },
            "str" => Json(match first().map(Thing::into_json).transpose()? {
                Some(Value::String(text)) => text.into(),
                Some(other) => super::print(&other).into(),
                None => "".into(),
            }),
            "bool" => Json(first().is_some_and(|thing| thing.is_true()).into()),
            "int" => {
                let number = match first() {
                    Some(Json(Value::Number(number))) => {
                        number.as_f64().map(|number| number.trunc() as i64)
                    }
                    Some(Json(Value::String(text))) => text.trim().parse().ok(),
                    Some(Json(Value::Bool(flag))) => Some(i64::from(flag)),
                    _ => None,
                };
                Json(
                    number
                        .ok_or_else(|| Fault::new("int() takes a number."))?
                        .into(),
                )
            }
            "float" => {
                let number = match first() {
                    Some(Json(Value::Number(number))) => number.as_f64(),
                    Some(Json(Value::String(text))) => text.trim().parse().ok(),
                    _ => None,
                };
                Json(
                    number
                        .ok_or_else(|| Fault::new("float() takes a number."))?
                        .into(),
                )
            }
            "list" | "tuple" | "set" => match first() {
                Some(list @ Json(Value::Array(_))) => list,
                None => Json(json!([])),
                _ => return Err(Fault::new(format!("{name}() takes a list."))),
            },
            other => return Err(Fault::new(format!("{other} cannot be called."))),
        })
    }

    fn method(&self, of: Thing, name: &str, arguments: &Arguments<'_>) -> Result<Thing, Fault> {
        let text = |place: usize| match arguments.args.get(place) {
            Some(Json(Value::String(text))) => Ok(text.as_str()),
            _ => Err(Fault::new(format!("{name}() takes a text."))),
        };
        let local = self.local();
        Ok(match (&of, name) {
            (Known("datetime.datetime" | "datetime"), "now" | "today") => Moment(local),
            (Known("datetime.datetime" | "datetime"), "utcnow") => Moment(self.names.now),
            (Known("datetime.datetime" | "datetime"), "combine") => match arguments.args.as_slice()
            {
                [day @ (Day(_) | Moment(_)), Time(time)] => {
                    Moment(day.moment().unwrap_or(0).div_euclid(86_400) * 86_400 + time)
                }
                _ => return Err(Fault::new("combine() takes a date and a time.")),
            },
            (Known("datetime.datetime" | "datetime"), "strptime" | "fromisoformat") => {
                let written = text(0)?;
                Moment(
                    time::read(written)
                        .ok_or_else(|| Fault::new(format!("\"{written}\" is no date.")))?,
                )
            }
            (Known("date"), "today") => Day(local.div_euclid(86_400)),
            (Known("time"), "strftime") => Json(time::formatted(local, text(0)?)?.into()),
            (Known("datetime.time"), "min") => Time(0),
            (Day(_) | Moment(_), "strftime") => {
                Json(time::formatted(of.moment().unwrap_or(0), text(0)?)?.into())
            }
            (Time(seconds), "strftime") => Json(time::formatted(*seconds, text(0)?)?.into()),
            (Day(_) | Moment(_), "isoformat") => Json(
                of.into_json()?
                    .as_str()
                    .unwrap_or_default()
                    .replace(' ', "T")
                    .into(),
            ),
            (Day(_) | Moment(_), "weekday") => Json(
                (of.moment().unwrap_or(0).div_euclid(86_400) + 3)
                    .rem_euclid(7)
                    .into(),
            ),
            (Day(_) | Moment(_), "isoweekday") => {
                Json(((of.moment().unwrap_or(0).div_euclid(86_400) + 3).rem_euclid(7) + 1).into())
            }
            (Day(day), "to_utc") => Moment(day * 86_400 - self.names.ahead),
            (Moment(moment), "to_utc") => Moment(moment - self.names.ahead),
            (Moment(moment), "date") => Day(moment.div_euclid(86_400)),
            (Moment(moment), "time") => Time(moment.rem_euclid(86_400)),
            (Day(_) | Moment(_), "replace") => {
                let set = |name: &str| arguments.optional(usize::MAX, name);
                let moment = of.moment().unwrap_or(0);
                let (year, month, day) = time::civil(moment.div_euclid(86_400));
                let date = time::date(
                    set("year")?.unwrap_or(year),
                    set("month")?.unwrap_or(month),
                    set("day")?.unwrap_or(day),
                )?;
                let of_day = moment.rem_euclid(86_400);
                let of_day = set("hour")?.unwrap_or(of_day / 3_600) * 3_600
                    + set("minute")?.unwrap_or(of_day / 60 % 60) * 60
                    + set("second")?.unwrap_or(of_day % 60);
                match of {
                    Day(_) => Day(date),
                    _ => Moment(date * 86_400 + of_day),
                }
            }
            (Json(Value::Object(members)), "get") => {
                let usual = arguments.args.get(1).cloned().unwrap_or(Json(Value::Null));
                members.get(text(0)?).cloned().map_or(usual, Json)
            }
            (Json(Value::String(of)), "lower") => Json(of.to_lowercase().into()),
            (Json(Value::String(of)), "upper") => Json(of.to_uppercase().into()),
            (Json(Value::String(of)), "strip") => Json(of.trim().into()),
            _ => return Err(Fault::new(format!("There is no {name}() here."))),
        })
    }
}

struct Arguments<'a> {
    args: Vec<Thing>,
    named: Vec<(&'a str, Thing)>,
}

impl Arguments<'_> {
    fn get(&self, place: usize, name: &str) -> Option<&Thing> {
        let named = self.named.iter().find(|(known, _)| *known == name);
        self.args.get(place).or(named.map(|(_, thing)| thing))
    }

    fn optional(&self, place: usize, name: &str) -> Result<Option<i64>, Fault> {
        match self.get(place, name) {
            None => Ok(None),
            Some(Json(Value::Number(number))) if number.is_i64() => Ok(number.as_i64()),
            Some(_) => Err(Fault::new(format!("{name} is no whole number."))),
        }
    }

    fn integer(&self, place: usize, name: &str, usual: i64) -> Result<i64, Fault> {
        Ok(self.optional(place, name)?.unwrap_or(usual))
    }

    fn needed(&self, place: usize, name: &str) -> Result<i64, Fault> {
        self.optional(place, name)?
            .ok_or_else(|| Fault::new(format!("{name} is missing.")))
    }

    /// Seconds of hour, minute and second.
    fn time(&self, place: usize) -> Result<i64, Fault> {
        let (hour, minute) = (
            self.integer(place, "hour", 0)?,
            self.integer(place + 1, "minute", 0)?,
        );
        let second = self.integer(place + 2, "second", 0)?;
        if (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second) {
            return Ok(hour * 3_600 + minute * 60 + second);
        }
        Err(Fault::new(format!(
            "There is no time {hour}:{minute}:{second}."
        )))
    }

    /// Seconds of units, by place or by name.
    fn span(&self, names: &[&str]) -> Result<i64, Fault> {
        let mut seconds = 0.0;
        for (place, name) in names.iter().enumerate() {
            let each = match *name {
                "weeks" => 604_800.0,
                "days" => 86_400.0,
                "hours" => 3_600.0,
                "minutes" => 60.0,
                "seconds" => 1.0,
                _ => continue,
            };
            match self.get(
                if names[0].is_empty() {
                    usize::MAX
                } else {
                    place
                },
                name,
            ) {
                None => {}
                Some(Json(Value::Number(number))) => {
                    seconds += number.as_f64().unwrap_or(0.0) * each
                }
                Some(_) => return Err(Fault::new(format!("{name} is no number."))),
            }
        }
        if seconds.abs() > 1e12 {
            return Err(Fault::new("The span is longer than Python's dates go."));
        }
        Ok(seconds as i64)
    }
}

impl Thing {
    /// Seconds since 1970 of a day or a moment.
    fn moment(&self) -> Option<i64> {
        match self {
            Day(day) => Some(day * 86_400),
            Moment(moment) => Some(*moment),
            _ => None,
        }
    }

    fn is_true(&self) -> bool {
        match self {
            Json(Value::Null) | Delta(0) => false,
            Json(Value::Bool(flag)) => *flag,
            Json(Value::Number(number)) => number.as_f64() != Some(0.0),
            Json(Value::String(text)) => !text.is_empty(),
            Json(Value::Array(items)) => !items.is_empty(),
            Json(Value::Object(members)) => !members.is_empty(),
            _ => true,
        }
    }

    fn into_json(self) -> Result<Value, Fault> {
        Ok(match self {
            Json(value) => value,
            Day(day) => time::day_text(day).into(),
            Moment(moment) => time::moment_text(moment).into(),
            Time(seconds) => time::time_text(seconds).into(),
            Delta(_) | Thing::Relative(_) => {
                return Err(Fault::new("A span of time is no value: add it to a date."));
            }
            Known(name) => return Err(Fault::new(format!("\"{name}\" is no value: call it."))),
            Thing::Bound(_, name) => {
                return Err(Fault::new(format!(
                    "\"{name}\" is no value: call it, or check its name."
                )));
            }
        })
    }
}

fn item(of: &Thing, key: &Thing) -> Result<Thing, Fault> {
    let found = match (of, key) {
        (Json(Value::Object(members)), Json(Value::String(key))) => members.get(key),
        (Json(Value::Array(items)), Json(Value::Number(number))) => {
            number.as_i64().and_then(|at| {
                let at = if at < 0 { at + items.len() as i64 } else { at };
                items.get(usize::try_from(at).ok()?)
            })
        }
        _ => None,
    };
    let found = found.cloned().map(Json);
    found.ok_or_else(|| Fault::new("What is asked for in brackets is not there."))
}

fn two(sign: &str, one: Thing, other: Thing) -> Result<Thing, Fault> {
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

fn arithmetic(sign: &str, one: &Value, other: &Value) -> Result<Thing, Fault> {
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
