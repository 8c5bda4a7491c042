//! Domains: what no server takes is refused before it is sent, with words that say where.
//!
//! Odoo 17, 18 and 19 agree on the form, and each answers a wrong one with an exception of
//! Python's: `tuple index out of range`, `too many values to unpack` (recordings
//! `domain-leaf-of-two`, `domain-leaf-of-four`, `domain-nested-list`, `domain-lowercase-or`). Names
//! and operators of conditions are the server's business.

use crate::arguments::wrong;
use crate::error::{Class, Error};
use crate::text::decimal;
use crate::value::{Kind, Value};

/// The methods that take a domain, as their first argument or by its name.
pub const METHODS: [&str; 8] = [
    "search",
    "search_read",
    "search_count",
    "search_fetch",
    "web_search_read",
    "read_group",
    "formatted_read_group",
    "web_read_group",
];

/// Domains within domains, deeper than this, are the server's business as well.
const DEEPEST: usize = 16;

const CONDITION: &str = "a condition, like ['name', '=', 'x'], or '&', '|' or '!'";

/// Checks the form of a domain, a list. `argument` is what an error calls it.
///
/// # Errors
/// `Type` for a condition that has not three parts, for what is neither a condition nor an
/// operator, and for operators that have too few conditions behind them.
pub fn check<V: Value>(argument: &str, domain: &V) -> Result<(), Error<V>> {
    check_within(argument, domain, 0)
}

fn check_within<V: Value>(argument: &str, domain: &V, depth: usize) -> Result<(), Error<V>> {
    // How many conditions the operators so far still wait for.
    let mut open = 0usize;
    for at in 0..domain.length() {
        let item = domain.item(at).unwrap_or_else(V::undefined);
        let is_first_open = usize::from(open == 0);
        if item.is_word("&") || item.is_word("|") {
            open += 1 + is_first_open;
        } else if item.is_word("!") {
            open += is_first_open;
        } else if item.kind() == Kind::Array {
            let place = [argument, "[", &decimal(at as u64), "]"].concat();
            check_condition(&place, &item, depth)?;
            open = open.saturating_sub(1);
        } else if let Some(single) = as_condition(domain) {
            return Err(malformed(
                argument,
                &["a condition stands alone; did you mean [", &single, "]?"],
            ));
        } else {
            let place = [argument, "[", &decimal(at as u64), "]"].concat();
            return Err(wrong(&place, CONDITION, &item));
        }
    }
    if open == 0 {
        return Ok(());
    }
    let missing = decimal(open as u64);
    Err(malformed(
        argument,
        &[
            &missing,
            match open {
                1 => " condition is",
                _ => " conditions are",
            },
            " missing: '&' and '|' stand before two conditions, '!' before one.",
        ],
    ))
}

fn malformed<V: Value>(argument: &str, why: &[&str]) -> Error<V> {
    let message = [
        "Invalid ",
        argument,
        ": ",
        &why.concat(),
        " Nothing was sent",
    ];
    Error::new(Class::Type, message.concat())
}

fn check_condition<V: Value>(place: &str, condition: &V, depth: usize) -> Result<(), Error<V>> {
    let [field, operator, value] =
        [0, 1, 2].map(|at| condition.item(at).unwrap_or_else(V::undefined));
    let is_whole = condition.length() == 3
        // Numbers and booleans on the left are conditions that always or never hold.
        && matches!(field.kind(), Kind::String | Kind::Number | Kind::Boolean)
        && operator.kind() == Kind::String;
    if !is_whole {
        let length = decimal(condition.length() as u64);
        let given = match field.kind() {
            Kind::Array => {
                "a list of conditions: they stand side by side, without a list around them."
            }
            _ if condition.length() == 3 => "something else in its place.",
            _ => &["a list of ", &length, "."].concat(),
        };
        return Err(malformed(
            place,
            &["expected [field, operator, value], got ", given],
        ));
    }
    let is_nested = operator.is_word("any") || operator.is_word("not any");
    if is_nested && value.kind() == Kind::Array && depth < DEEPEST {
        return check_within(&[place, "[2]"].concat(), &value, depth + 1);
    }
    Ok(())
}

/// A domain that is one condition alone, in words.
fn as_condition<V: Value>(domain: &V) -> Option<String> {
    let [field, operator, value] = [0, 1, 2].map(|at| domain.item(at));
    let (field, operator) = (field?, operator?);
    let are_texts = field.kind() == Kind::String && operator.kind() == Kind::String;
    let value = value.unwrap_or_else(V::undefined);
    (are_texts
        && domain.length() == 3
        && !matches!(operator.as_string()?.as_str(), "&" | "|" | "!"))
    .then(|| {
        let [field, operator, value] = [field, operator, value].map(|part| match part.kind() {
            Kind::Array | Kind::Object => "…".into(),
            _ => part.in_words(),
        });
        ["[", &field, ", ", &operator, ", ", &value, "]"].concat()
    })
}
