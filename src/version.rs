//! Which Odoo a server is, and what that means for methods whose parameters or answers changed.
//!
//! Source: recordings of 17, 18 and 19; for the versions between and for 20, the notes on what
//! changed there.

use crate::text;
use crate::value::Value;

/// A version: `19.0`, or the fourth release between it and the next, `19.4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 19 of `19.0` and of `saas~19.4`.
    pub major: u32,
    /// 4 of `saas~19.4`.
    pub minor: u32,
}

/// What `read_group` is on a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadGroup {
    /// `(domain, fields, groupby, offset, limit, orderby, lazy)`, a list of objects.
    Old,
    /// There is no such method.
    Gone,
    /// `(domain, groupby, aggregates, having, offset, limit, order)`, a list of lists. It takes an
    /// old call's arguments for others of its own.
    Other,
}

impl Version {
    /// Reads `server_version` of what a server tells of itself.
    pub fn told<V: Value>(info: &V) -> Option<Self> {
        Self::parse(&info.get("server_version")?.as_string()?)
    }

    /// Reads `19.0`, `saas~19.4+e`, `saas-19.4`, `20.0-20260918`, `19`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("saas").unwrap_or(text);
        let text = text.strip_prefix(['~', '-']).unwrap_or(text);
        let (major, rest) = number(text)?;
        let minor = rest.strip_prefix('.').and_then(number);
        Some(Self {
            major,
            minor: minor.map_or(0, |(minor, _)| minor),
        })
    }

    /// Whether attachments have their contents in `raw`, and none in `datas`.
    pub fn has_raw(self) -> bool {
        (self.major, self.minor) >= (19, 3)
    }

    /// Whether values of binary fields may be objects.
    pub fn may_have_objects(self) -> bool {
        self.has_raw()
    }

    /// Whether there is `formatted_read_group`.
    pub fn has_formatted_read_group(self) -> bool {
        (self.major, self.minor) >= (18, 4)
    }

    /// What `read_group` is.
    pub fn read_group(self) -> ReadGroup {
        match (self.major, self.minor) {
            version if version < (19, 1) => ReadGroup::Old,
            version if version < (20, 0) => ReadGroup::Gone,
            _ => ReadGroup::Other,
        }
    }
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text::position(text, |byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let digits = text[..end].bytes().take(6);
    let value = digits.fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (end > 0).then_some((value, &text[end..]))
}

/// Whether a call of `read_group` has the old form. The two forms share their names in part: what
/// tells them apart are the names that only one of them has, and that aggregates (`amount:sum`)
/// stand behind the groups in one and before them in the other.
pub fn is_old_read_group<V: Value>(args: &V, kwargs: &V) -> bool {
    let has = |names: &[&'static str]| names.iter().any(|name| kwargs.get(name).is_some());
    if has(&["fields", "lazy", "orderby"]) {
        return true;
    }
    if has(&["aggregates", "having", "order"]) {
        return false;
    }
    match (args.item(1), args.item(2)) {
        (Some(second), _) if has_aggregate(&second) => true,
        (Some(_), Some(third)) => !are_aggregates(&third),
        // The old one cannot do without its groups.
        (Some(_), None) => kwargs.get("groupby").is_some(),
        (None, _) => false,
    }
}

fn has_aggregate<V: Value>(list: &V) -> bool {
    let items = list.items().unwrap_or_default();
    items.iter().any(is_aggregate)
}

fn are_aggregates<V: Value>(list: &V) -> bool {
    list.items()
        .is_some_and(|items| items.iter().all(is_aggregate))
}

/// Whether an item is `__count` or `field:function`, and not a date with its granularity.
fn is_aggregate<V: Value>(item: &V) -> bool {
    const FUNCTIONS: &str = "sum avg min max count count_distinct array_agg array_agg_distinct bool_and bool_or recordset \
        sum_currency median ";
    let text = item.as_string().unwrap_or_default();
    let function = text::split_once(&text, b':').map(|(_, function)| function);
    // `total:sum(amount)`, as only the old form has it.
    let function = function
        .map(|function| text::split_once(function, b'(').map_or(function, |(name, _)| name));
    text == "__count" || function.is_some_and(|function| text::is_word_of(FUNCTIONS, function))
}
