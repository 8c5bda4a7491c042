//! The arguments of a call, by place and by name.

use serde_json::Value;

use super::thing::Thing::{self, Json};
use crate::Fault;

pub(super) struct Arguments<'a> {
    pub(super) args: Vec<Thing>,
    pub(super) named: Vec<(&'a str, Thing)>,
}

impl Arguments<'_> {
    pub(super) fn get(&self, place: usize, name: &str) -> Option<&Thing> {
        let named = self.named.iter().find(|(known, _)| *known == name);
        self.args.get(place).or(named.map(|(_, thing)| thing))
    }

    pub(super) fn optional(&self, place: usize, name: &str) -> Result<Option<i64>, Fault> {
        match self.get(place, name) {
            None => Ok(None),
            Some(Json(Value::Number(number))) if number.is_i64() => Ok(number.as_i64()),
            Some(_) => Err(Fault::new(format!("{name} is not a whole number."))),
        }
    }

    pub(super) fn integer(&self, place: usize, name: &str, usual: i64) -> Result<i64, Fault> {
        Ok(self.optional(place, name)?.unwrap_or(usual))
    }

    pub(super) fn needed(&self, place: usize, name: &str) -> Result<i64, Fault> {
        self.optional(place, name)?
            .ok_or_else(|| Fault::new(format!("{name} is missing.")))
    }

    /// Seconds of hour, minute and second.
    pub(super) fn time(&self, place: usize) -> Result<i64, Fault> {
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
    pub(super) fn span(&self, names: &[&str]) -> Result<i64, Fault> {
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
                Some(_) => return Err(Fault::new(format!("{name} is not a number."))),
            }
        }
        if seconds.abs() > 1e12 {
            return Err(Fault::new("The span is longer than Python's dates go."));
        }
        Ok(seconds as i64)
    }
}
