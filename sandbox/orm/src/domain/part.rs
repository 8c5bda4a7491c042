//! Parts of dates, which domains and groups of 18 and later take for numbers.

use crate::moment;
use crate::schema::FieldType;

/// A part of a date or datetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Year,
    Quarter,
    Month,
    IsoWeek,
    DayOfYear,
    DayOfMonth,
    DayOfWeek,
    Hour,
    Minute,
    Second,
}

impl Part {
    const ALL: [(&'static str, Self); 10] = [
        ("year_number", Self::Year),
        ("quarter_number", Self::Quarter),
        ("month_number", Self::Month),
        ("iso_week_number", Self::IsoWeek),
        ("day_of_year", Self::DayOfYear),
        ("day_of_month", Self::DayOfMonth),
        ("day_of_week", Self::DayOfWeek),
        ("hour_number", Self::Hour),
        ("minute_number", Self::Minute),
        ("second_number", Self::Second),
    ];

    /// The names of all parts, as messages list them.
    pub(crate) fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|(name, _)| *name).collect()
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, part)| *part)
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, part)| *part == self)
            .map_or("", |(name, _)| name)
    }

    /// Reads the part of a column's value: days of a date, seconds of a datetime, both since 1970.
    pub(crate) fn of(self, kind: FieldType, value: i64) -> i64 {
        let (day, of_day) = match kind {
            FieldType::Date => (value, 0),
            _ => moment::day_of(value),
        };
        let (year, month, of_month) = moment::civil(day);
        match self {
            Self::Year => year,
            Self::Quarter => i64::from((month - 1) / 3 + 1),
            Self::Month => i64::from(month),
            Self::IsoWeek => iso_week(day),
            Self::DayOfYear => day - moment::days(year, 1, 1) + 1,
            Self::DayOfMonth => i64::from(of_month),
            // Sunday is 0; 1970-01-01 was a Thursday.
            Self::DayOfWeek => (day + 4).rem_euclid(7),
            Self::Hour => of_day / 3600,
            Self::Minute => of_day / 60 % 60,
            Self::Second => of_day % 60,
        }
    }
}

/// The week of a day by ISO 8601: the one its Thursday is in.
fn iso_week(day: i64) -> i64 {
    let thursday = day - (day + 3).rem_euclid(7) + 3;
    let (year, _, _) = moment::civil(thursday);
    (thursday - moment::days(year, 1, 1)) / 7 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_days_of_a_year_may_be_of_the_last_week_of_the_one_before() {
        let week =
            |year, month, day| Part::IsoWeek.of(FieldType::Date, moment::days(year, month, day));
        assert_eq!(week(2024, 2, 29), 9);
        assert_eq!(week(2021, 1, 3), 53);
        assert_eq!(week(2018, 12, 31), 1);
        assert_eq!(
            Part::DayOfWeek.of(FieldType::Date, moment::days(2024, 2, 29)),
            4
        );
    }
}
