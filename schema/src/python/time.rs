//! Days and moments: counted from 1970, in the calendar that Python goes by.

use crate::Fault;

/// The days from 1970-01-01 to a date of the calendar.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of the calendar that many days after 1970-01-01: year, month, day.
pub fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// The days of a month.
pub(super) fn length(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    days(next_year, next, 1) - days(year, month, 1)
}

/// A date that exists, as days.
pub(super) fn date(year: i64, month: i64, day: i64) -> Result<i64, Fault> {
    let fits = (1..=9999).contains(&year) && (1..=12).contains(&month);
    if fits && (1..=length(year, month)).contains(&day) {
        return Ok(days(year, month, day));
    }
    Err(Fault::new(format!(
        "There is no date {year}-{month}-{day}."
    )))
}

/// A span as `dateutil` has it: parts that are added, and parts that are set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Relative {
    pub(super) months: i64,
    pub(super) seconds: i64,
    pub(super) year: Option<i64>,
    pub(super) month: Option<i64>,
    pub(super) day: Option<i64>,
    pub(super) hour: Option<i64>,
    pub(super) minute: Option<i64>,
    pub(super) second: Option<i64>,
    /// Day of the week from Monday, 0, and which one of it: 1 the next, -1 the last.
    pub(super) weekday: Option<(i64, i64)>,
}

impl Relative {
    /// The same, turned around; what is set stays set.
    pub(super) fn negated(&self) -> Self {
        Self {
            months: -self.months,
            seconds: -self.seconds,
            ..self.clone()
        }
    }

    /// Adds it to a moment, in seconds.
    pub(super) fn add_to(&self, moment: i64) -> Result<i64, Fault> {
        let (year, month, day) = civil(moment.div_euclid(86_400));
        let of_day = moment.rem_euclid(86_400);
        let far = || Fault::new("The date is further away than Python's dates go.");
        let months = self.year.unwrap_or(year) * 12 + self.month.unwrap_or(month) - 1;
        let months = months.checked_add(self.months).ok_or_else(far)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        if !(1..=9999).contains(&year) {
            return Err(far());
        }
        let day = self.day.unwrap_or(day).clamp(1, length(year, month));
        let time = self.hour.unwrap_or(of_day / 3_600) * 3_600
            + self.minute.unwrap_or(of_day / 60 % 60) * 60
            + self.second.unwrap_or(of_day % 60);
        let moment = days(year, month, day) * 86_400 + time;
        let moment = moment.checked_add(self.seconds).ok_or_else(far)?;
        let Some((weekday, nth)) = self.weekday else {
            return Ok(moment);
        };
        let at = (moment.div_euclid(86_400) + 3).rem_euclid(7);
        let jump = (nth.abs().max(1) - 1) * 7;
        let jump = if nth >= 0 {
            jump + (7 - at + weekday) % 7
        } else {
            -(jump + (at - weekday).rem_euclid(7))
        };
        Ok(moment + jump * 86_400)
    }
}

/// Writes a day.
pub(super) fn day_text(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Writes a moment.
pub(super) fn moment_text(moment: i64) -> String {
    format!(
        "{} {}",
        day_text(moment.div_euclid(86_400)),
        time_text(moment.rem_euclid(86_400))
    )
}

/// Writes a time of day.
pub(super) fn time_text(seconds: i64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Reads a day or a moment, as texts have them.
pub(super) fn read(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let day = date(number(0, 4)?, number(5, 7)?, number(8, 10)?).ok()?;
    let time = match text.len() {
        10 => 0,
        19.. => number(11, 13)? * 3_600 + number(14, 16)? * 60 + number(17, 19)?,
        _ => return None,
    };
    Some(day * 86_400 + time)
}

/// Writes a moment by a format of `strftime`.
pub(super) fn formatted(moment: i64, format: &str) -> Result<String, Fault> {
    let day = moment.div_euclid(86_400);
    let (year, month, of_month) = civil(day);
    let time = moment.rem_euclid(86_400);
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            out.push(char);
            continue;
        }
        out.push_str(&match chars.next() {
            Some('Y') => format!("{year:04}"),
            Some('y') => format!("{:02}", year % 100),
            Some('m') => format!("{month:02}"),
            Some('d') => format!("{of_month:02}"),
            Some('H') => format!("{:02}", time / 3_600),
            Some('M') => format!("{:02}", time / 60 % 60),
            Some('S') => format!("{:02}", time % 60),
            Some('j') => format!("{:03}", day - days(year, 1, 1) + 1),
            Some('w') => format!("{}", (day + 4).rem_euclid(7)),
            Some('F') => day_text(day),
            Some('T') => time_text(time),
            Some('%') => "%".to_owned(),
            other => {
                let named = other.map(String::from).unwrap_or_default();
                return Err(Fault::new(format!("strftime knows no \"%{named}\" here.")));
            }
        });
    }
    Ok(out)
}
