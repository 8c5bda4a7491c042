//! Names of options that are written wrongly by a letter or two. Other names that nobody knows are
//! no concern of ours.

use crate::error::{Class, Error};
use crate::text::{is_same_word, words};
use crate::value::Value;

/// Options of the bulk work alone: no message names them.
pub const HIDDEN_OPTIONS: [&str; 2] = ["readBody", "saysUnsent"];

/// Longer names are none of ours.
const LONGEST: usize = 24;

/// Checks that none of the names below `unknown` in `read`, which [`crate::value::Given::options`]
/// gave for `known`, is one of those written wrongly: one that is given as well was not meant.
/// `argument` is what the error calls the object.
///
/// # Errors
/// `Type` with the name that was probably meant.
pub fn check<V: Value>(argument: &str, read: &V, known: &'static str) -> Result<(), Error<V>> {
    let Some(unknown) = read.get("unknown") else {
        return Ok(());
    };
    for name in unknown.items().unwrap_or_default() {
        let name = name.as_string().unwrap_or_default();
        let is_given = |meant: &str| read.get_named(meant).is_some();
        let Some(meant) = nearest(&name, known).filter(|meant| !is_given(meant)) else {
            continue;
        };
        let message = [
            "Unknown member '",
            &name,
            "' of ",
            argument,
            ": did you mean '",
            meant,
            "'? Nothing was sent",
        ];
        return Err(Error::new(Class::Type, message.concat()));
    }
    Ok(())
}

/// What other programs, Odoo's own and the environment call members of a configuration, and their
/// names here.
const SYNONYMS: [(&str, &str); 6] = [
    ("db", "database"),
    ("user", "username"),
    ("login", "username"),
    ("key", "apiKey"),
    ("host", "url"),
    ("baseUrl", "url"),
];

/// The first name among `known` that `name` differs from by a letter or two: by one where the known
/// one is short. Or the one that is called so elsewhere.
fn nearest(name: &str, known: &'static str) -> Option<&'static str> {
    let synonym = SYNONYMS.iter().find(|(other, _)| is_same_word(other, name));
    words(known).find(|known| {
        if let Some((_, own)) = synonym {
            return own == known;
        }
        let allowed = 1 + usize::from(known.len() > 5);
        let is_hidden = HIDDEN_OPTIONS.contains(known);
        !is_hidden && name != *known && distance(name, known).is_some_and(|far| far <= allowed)
    })
}

/// How many letters have to be added, left out, changed or swapped with their neighbour; none for
/// long names.
fn distance(one: &str, other: &str) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() > LONGEST || other.len() > LONGEST {
        return None;
    }
    // The rows of the table: the one before the last, the last, this one.
    let mut rows = [[0; LONGEST + 1]; 3];
    for (column, cell) in rows[1].iter_mut().enumerate() {
        *cell = column;
    }
    for (row, letter) in one.iter().enumerate() {
        rows[2][0] = row + 1;
        for (column, expected) in other.iter().enumerate() {
            let is_same = letter.eq_ignore_ascii_case(expected);
            let mut least = (rows[1][column] + usize::from(!is_same))
                .min(rows[1][column + 1] + 1)
                .min(rows[2][column] + 1);
            let is_swapped = row > 0
                && column > 0
                && letter.eq_ignore_ascii_case(&other[column - 1])
                && one[row - 1].eq_ignore_ascii_case(expected);
            if is_swapped {
                least = least.min(rows[0][column - 1] + 1);
            }
            rows[2][column + 1] = least;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][other.len()])
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_distance_counts_letters() {
        for (one, other, far) in [
            ("fields", "fields", 0),
            ("feilds", "fields", 1),
            ("field", "fields", 1),
            ("timeoutMS", "timeoutMs", 0),
            ("timeout", "timeoutMs", 2),
            ("contxt", "context", 1),
            ("FEILDS", "fields", 1),
            ("", "url", 3),
            ("pasword", "password", 1),
            ("databse", "database", 1),
            ("sort", "order", 4),
        ] {
            assert_eq!(distance(one, other), Some(far), "{one} and {other}");
        }
        assert_eq!(distance(&"a".repeat(25), "a"), None);
    }

    #[test]
    fn only_names_that_are_near_are_meant() {
        const KNOWN: &str = "fields offset limit order timeoutMs readBody";
        assert_eq!(nearest("feilds", KNOWN), Some("fields"));
        assert_eq!(nearest("timeoutMS", KNOWN), Some("timeoutMs"));
        assert_eq!(nearest("odrer", KNOWN), Some("order"));
        const CONFIG: &str = "url database username password apiKey";
        for (other, own) in [
            ("db", "database"),
            ("User", "username"),
            ("login", "username"),
            ("baseURL", "url"),
            ("key", "apiKey"),
        ] {
            assert_eq!(nearest(other, CONFIG), Some(own), "{other}");
            assert_eq!(nearest(other, KNOWN), None, "{other}");
        }
        for other in ["readBodys", "sort", "lang", "verbose", "limited", "x", ""] {
            assert_eq!(nearest(other, KNOWN), None, "{other}");
        }
    }
}
