//! The periods that dates are grouped by.

use crate::moment;

/// The length of a date group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => return None,
        })
    }

    /// The second a moment's period begins at.
    pub(super) fn start(self, second: i64) -> i64 {
        let (day, of_day) = moment::day_of(second);
        let (year, month, _) = moment::civil(day);
        match self {
            Self::Hour => moment::seconds(day, of_day - of_day % 3600),
            Self::Day => moment::seconds(day, 0),
            // 1970-01-01 was a Thursday; weeks begin on Sunday in the sandbox's only default
            // language.
            Self::Week => moment::seconds(day - (day + 4).rem_euclid(7), 0),
            Self::Month => moment::seconds(moment::days(year, month, 1), 0),
            Self::Quarter => moment::seconds(moment::days(year, (month - 1) / 3 * 3 + 1, 1), 0),
            Self::Year => moment::seconds(moment::days(year, 1, 1), 0),
        }
    }

    /// The second the next period begins at.
    pub(crate) fn end(self, start: i64) -> i64 {
        let (day, of_day) = moment::day_of(start);
        match self {
            Self::Hour => moment::seconds(day, of_day + 3600),
            Self::Day => moment::seconds(day + 1, 0),
            Self::Week => moment::seconds(day + 7, 0),
            Self::Month => moment::seconds(moment::add_months(day, 1), 0),
            Self::Quarter => moment::seconds(moment::add_months(day, 3), 0),
            Self::Year => moment::seconds(moment::add_months(day, 12), 0),
        }
    }

    /// The period's name in English.
    pub(crate) fn label(self, start: i64) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (day, of_day) = moment::day_of(start);
        let (year, month, of_month) = moment::civil(day);
        let name = MONTHS[(month as usize - 1) % 12];
        let short = &name[..3];
        match self {
            // The clock has twelve hours.
            Self::Hour => {
                let hour = (of_day / 3600 + 11) % 12 + 1;
                format!("{hour:02}:00 {of_month:02} {short}")
            }
            Self::Day => format!("{of_month:02} {short} {year}"),
            Self::Week => {
                let first = moment::days(year, 1, 1);
                let first_week = first - (first + 4).rem_euclid(7);
                format!("W{} {year}", (day - first_week) / 7 + 1)
            }
            Self::Month => format!("{name} {year}"),
            Self::Quarter => format!("Q{} {year}", (month - 1) / 3 + 1),
            Self::Year => year.to_string(),
        }
    }
}
