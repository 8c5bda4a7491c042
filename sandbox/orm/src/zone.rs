//! Time zones, as far as people are likely to choose one: an offset from UTC, and when summer time
//! shifts it.

use crate::env::Env;
use crate::moment;

/// A time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    /// Seconds east of UTC in winter.
    offset: i64,
    summer: Summer,
}

/// When clocks go an hour forward and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    Never,
    /// From the last Sunday of March to the last of October, at 1:00 UTC.
    Europe,
    /// From the second Sunday of March to the first of November, at 2:00 of the clock.
    America,
    /// From the first Sunday of October to the first of April, at 2:00 of winter time.
    Australia,
    /// From the last Sunday of September to the first of April, at 2:00 of winter time.
    NewZealand,
}

/// UTC itself.
pub(crate) const UTC: Zone = Zone {
    offset: 0,
    summer: Summer::Never,
};

/// Minutes east of UTC in winter, the kind of summer time, and names.
const ZONES: &str = "\
-600 Never Pacific/Honolulu
-540 America America/Anchorage
-480 America America/Los_Angeles America/Vancouver America/Tijuana US/Pacific
-420 Never America/Phoenix
-420 America America/Denver America/Edmonton US/Mountain
-360 Never America/Mexico_City America/Guatemala America/Costa_Rica
-360 America America/Chicago America/Winnipeg US/Central
-300 Never America/Bogota America/Lima America/Panama America/Guayaquil
-300 America America/New_York America/Toronto America/Detroit America/Montreal US/Eastern
-240 Never America/Caracas America/La_Paz America/Puerto_Rico
-240 America America/Halifax
-180 Never America/Argentina/Buenos_Aires America/Buenos_Aires America/Sao_Paulo America/Montevideo
0 Never UTC GMT Etc/UTC Atlantic/Reykjavik Africa/Abidjan Africa/Accra
0 Europe Europe/London Europe/Dublin Europe/Lisbon WET
60 Never Africa/Lagos Africa/Algiers Africa/Tunis Africa/Casablanca
60 Europe Europe/Brussels Europe/Paris Europe/Berlin Europe/Amsterdam Europe/Luxembourg Europe/Zurich Europe/Vienna
60 Europe Europe/Rome Europe/Madrid Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Prague Europe/Warsaw
60 Europe Europe/Budapest Europe/Belgrade Europe/Zagreb Europe/Ljubljana Europe/Bratislava Europe/Malta CET MET
120 Never Africa/Johannesburg Africa/Tripoli Africa/Maputo Africa/Harare
120 Europe Europe/Athens Europe/Helsinki Europe/Bucharest Europe/Sofia Europe/Vilnius Europe/Riga Europe/Tallinn
120 Europe Europe/Kiev Europe/Kyiv EET
180 Never Europe/Moscow Europe/Istanbul Asia/Riyadh Asia/Baghdad Africa/Nairobi Asia/Kuwait Asia/Qatar
210 Never Asia/Tehran
240 Never Asia/Dubai Asia/Muscat Asia/Baku
300 Never Asia/Karachi Asia/Tashkent
330 Never Asia/Kolkata Asia/Calcutta Asia/Colombo
345 Never Asia/Kathmandu
360 Never Asia/Dhaka
420 Never Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Saigon
480 Never Asia/Shanghai Asia/Hong_Kong Asia/Singapore Asia/Taipei Asia/Manila Asia/Kuala_Lumpur Australia/Perth
540 Never Asia/Tokyo Asia/Seoul
570 Never Australia/Darwin
570 Australia Australia/Adelaide
600 Never Australia/Brisbane
600 Australia Australia/Sydney Australia/Melbourne Australia/Hobart Australia/Canberra
720 NewZealand Pacific/Auckland
";

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

impl Zone {
    /// Finds a zone by its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ZONES.lines().find_map(|line| {
            let mut words = line.split(' ');
            let (minutes, summer) = (words.next()?, words.next()?);
            words.find(|known| *known == name)?;
            Some(Self {
                offset: minutes.parse::<i64>().ok()? * 60,
                summer: match summer {
                    "Europe" => Summer::Europe,
                    "America" => Summer::America,
                    "Australia" => Summer::Australia,
                    "NewZealand" => Summer::NewZealand,
                    _ => Summer::Never,
                },
            })
        })
    }

    /// The zone of a call: the context's or, if asked for, the user's; UTC where there is none that
    /// is known.
    pub(crate) fn of_call(env: &Env<'_>, or_users: bool) -> Self {
        let given = env
            .context
            .values
            .get("tz")
            .and_then(serde_json::Value::as_str);
        let users = || {
            let partners = env.registry.model("res.partner")?;
            let users = env.registry.model("res.users")?;
            let partner = env.stored(users, "partner_id", env.uid).int()?;
            let zone = env.stored(partners, "tz", partner);
            zone.str().map(str::to_owned)
        };
        let name: Option<String> = match given {
            Some(name) => Some(name.to_owned()),
            None if or_users => users(),
            None => None,
        };
        name.and_then(|name| Self::named(&name)).unwrap_or(UTC)
    }

    /// What a clock there shows at a moment (seconds since 1970, as if it were UTC).
    pub(crate) fn clock(self, second: i64) -> i64 {
        let summer = if self.is_summer(second) { HOUR } else { 0 };
        second + self.offset + summer
    }

    /// The moment at which a clock there shows that; winter time where it does so twice, or never.
    pub(crate) fn moment(self, clock: i64) -> i64 {
        let winter = clock - self.offset;
        let summer = winter - HOUR;
        if self.is_summer(winter) && self.is_summer(summer) {
            summer
        } else {
            winter
        }
    }

    fn is_summer(self, second: i64) -> bool {
        let (year, ..) = moment::civil(moment::day_of(second + self.offset).0);
        let (from, to) = match self.summer {
            Summer::Never => return false,
            Summer::Europe => (sunday(year, 3, -1) + HOUR, sunday(year, 10, -1) + HOUR),
            Summer::America => (
                sunday(year, 3, 2) + 2 * HOUR - self.offset,
                sunday(year, 11, 1) + HOUR - self.offset,
            ),
            Summer::Australia | Summer::NewZealand => {
                let begins = match self.summer {
                    Summer::Australia => sunday(year, 10, 1),
                    _ => sunday(year, 9, -1),
                };
                let begins = begins + 2 * HOUR - self.offset;
                let ends = sunday(year, 4, 1) + 2 * HOUR - self.offset;
                return second < ends || second >= begins;
            }
        };
        (from..to).contains(&second)
    }
}

/// The second at which the `nth` Sunday of a month begins; -1 is the last.
fn sunday(year: i64, month: u32, nth: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    let weekday = |day: i64| (day + 4).rem_euclid(7);
    let first = moment::days(year, month, 1);
    if nth < 0 {
        let last = moment::add_months(first, 1) - 1;
        return (last - weekday(last)) * DAY;
    }
    (first + (7 - weekday(first)) % 7 + 7 * (nth - 1)) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(text: &str) -> i64 {
        moment::parse_datetime(text).expect("a moment")
    }

    fn shown(zone: &str, text: &str) -> String {
        let zone = Zone::named(zone).expect("a zone");
        moment::datetime_text(zone.clock(second(text)))
    }

    #[test]
    fn clocks_go_forward_and_back() {
        for (zone, utc, clock) in [
            (
                "Europe/Brussels",
                "2026-03-29 00:59:59",
                "2026-03-29 01:59:59",
            ),
            (
                "Europe/Brussels",
                "2026-03-29 01:00:00",
                "2026-03-29 03:00:00",
            ),
            (
                "Europe/Brussels",
                "2026-10-25 00:59:59",
                "2026-10-25 02:59:59",
            ),
            (
                "Europe/Brussels",
                "2026-10-25 01:00:00",
                "2026-10-25 02:00:00",
            ),
            (
                "America/New_York",
                "2026-03-08 06:59:59",
                "2026-03-08 01:59:59",
            ),
            (
                "America/New_York",
                "2026-03-08 07:00:00",
                "2026-03-08 03:00:00",
            ),
            (
                "America/New_York",
                "2026-11-01 06:00:00",
                "2026-11-01 01:00:00",
            ),
            (
                "Australia/Sydney",
                "2026-01-01 00:00:00",
                "2026-01-01 11:00:00",
            ),
            (
                "Australia/Sydney",
                "2026-07-01 00:00:00",
                "2026-07-01 10:00:00",
            ),
            ("Asia/Kolkata", "2026-07-01 00:00:00", "2026-07-01 05:30:00"),
        ] {
            assert_eq!(shown(zone, utc), clock, "{zone} {utc}");
        }
    }

    #[test]
    fn a_clock_that_shows_an_hour_twice_or_never_is_taken_for_winter_time() {
        let zone = Zone::named("Europe/Brussels").expect("a zone");
        for (clock, utc) in [
            ("2026-07-01 12:00:00", "2026-07-01 10:00:00"),
            ("2026-01-01 12:00:00", "2026-01-01 11:00:00"),
            ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),
            ("2026-10-25 02:30:00", "2026-10-25 01:30:00"),
        ] {
            let moment = moment::datetime_text(zone.moment(second(clock)));
            assert_eq!(moment, utc, "{clock}");
        }
    }
}
