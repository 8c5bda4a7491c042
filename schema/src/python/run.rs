//! Evaluates expressions with the names that Odoo's texts use.

use serde_json::{Map, Value, json};

use super::arguments::Arguments;
use super::operators::{arithmetic, two};
use super::thing::{
    Thing::{self, Day, Delta, Json, Known, Moment},
    item,
};
use super::time;
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

pub(super) struct Run<'a> {
    pub(super) names: &'a Names,
}

impl Run<'_> {
    /// The user's own time.
    pub(super) fn local(&self) -> i64 {
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
}
