//! Functions and methods of Python's own, as far as Odoo's texts call them.

use serde_json::{Value, json};

use super::arguments::Arguments;
use super::run::Run;
use super::thing::Thing::{self, Day, Delta, Json, Known, Moment, Time};
use super::time::{self, Relative};
use crate::Fault;

impl Run<'_> {
    pub(super) fn known(&self, name: &str, arguments: &Arguments<'_>) -> Result<Thing, Fault> {
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

    pub(super) fn method(
        &self,
        of: Thing,
        name: &str,
        arguments: &Arguments<'_>,
    ) -> Result<Thing, Fault> {
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
                        .ok_or_else(|| Fault::new(format!("\"{written}\" is not a date.")))?,
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
