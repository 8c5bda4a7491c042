//! What a field holds once Odoo has stored a value in it: by this an upsert tells what differs.
//! Where that is not certain, a value counts as different and is written: a write too many does no
//! harm, one too few would.

use crate::html::says_the_same;
use crate::ids::sorted;
use crate::text::whole;
use crate::value::Value;

/// Fields that Odoo itself fills in: what a row says of them is never stored in a record that is
/// there.
const OF_ODOO: [&str; 4] = ["create_date", "create_uid", "write_date", "write_uid"];

/// Fields whose addresses are stored with a scheme: as recorded of Odoo 17, 18 and 19.
const ADDRESSES: [(&str, &str); 2] = [("res.partner", "website"), ("crm.lead", "website")];

/// A field, as `fields_get` describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// The model that has it.
    pub model: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub odoo_type: String,
    /// How many digits are stored behind the point.
    pub decimals: Option<f64>,
    /// How many characters are stored; 0 for any number.
    pub size: usize,
    /// Whether Odoo drops scripts and handlers from it.
    pub is_clean: bool,
    /// The field of the currency that its amounts are in.
    pub currency: Option<String>,
    /// Whether its values are attachments, where the server says so.
    pub is_attachment: Option<bool>,
    /// The values of a selection, each with its label, as the server lists them.
    pub choices: Option<Value>,
}

impl Field {
    /// A field of a model as `fields_get` describes it; `None` where it does not.
    pub fn described(model: &str, name: &str, description: &Value) -> Option<Self> {
        let Value::Object(_) = description else {
            return None;
        };
        let text = |name| description.get(name).and_then(Value::as_text);
        let digits = description.get("digits").and_then(Value::as_list);
        let number = |value: &Value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        };
        let size = description.get("size").and_then(number);
        Some(Self {
            model: model.into(),
            name: name.into(),
            odoo_type: text("type").unwrap_or_default().into(),
            decimals: digits.and_then(|digits| digits.get(1)).and_then(number),
            size: size.map_or(0, |size| size as usize),
            is_clean: description.get("sanitize") != Some(&Value::Bool(false)),
            currency: text("currency_field").map(Into::into),
            is_attachment: match description.get("attachment") {
                Some(Value::Bool(is_attachment)) => Some(*is_attachment),
                _ => None,
            },
            choices: description.get("selection").cloned(),
        })
    }

    /// Whether Odoo itself fills it in.
    pub fn is_of_odoo(&self) -> bool {
        OF_ODOO.contains(&self.name.as_str())
    }

    /// Whether the field holds `stored` after `value` was written where it holds `stored` now.
    /// `unit` is what amounts of the record's currency are rounded to, where that is known. Values
    /// of binary fields are compared by their checksums.
    ///
    /// `numeral` gives the number that a text is, NaN for others: what reads it is large, and
    /// JavaScript has its own.
    pub fn holds(
        &self,
        value: &Value,
        stored: &Value,
        unit: Option<f64>,
        numeral: impl Fn(&str) -> f64,
    ) -> bool {
        if self.is_of_odoo() {
            return true;
        }
        if ADDRESSES.contains(&(&self.model, &self.name))
            && let (Value::Text(value), Value::Text(stored)) = (value, stored)
            && stored.strip_prefix("http://") == Some(value)
        {
            return true;
        }
        let both_empty = value.is_empty() && stored.is_empty();
        let either_empty = value.is_empty() || stored.is_empty();
        match self.odoo_type.as_str() {
            "boolean" => {
                let is_set = !value.is_empty() && *value != Value::Number(0.0);
                is_set == stored.is_truthy()
            }
            "integer" | "many2one_reference" => {
                number_of(value, numeral).trunc() == number_or_0(stored)
            }
            "float" => {
                let unit = self.decimals.map(unit_of);
                is_amount(number_of(value, numeral), number_or_0(stored), unit)
            }
            "monetary" => is_amount(number_of(value, numeral), number_or_0(stored), unit),
            "char" | "text" if either_empty => both_empty,
            "char" | "text" => self.is_same_text(value, stored),
            "selection" | "reference" if value.is_empty() => stored.is_empty(),
            "selection" | "reference" => is_identical(value, stored),
            "html" if either_empty => both_empty,
            "html" => match (value, stored) {
                (Value::Text(value), Value::Text(stored)) => {
                    says_the_same(value, stored, self.is_clean)
                }
                _ => false,
            },
            "date" | "datetime" if value.is_empty() => stored.is_empty(),
            "date" => {
                value.as_text().and_then(date_of).as_deref() == Some(stored.as_text().unwrap_or(""))
            }
            "datetime" => {
                value.as_text().and_then(moment_of).as_deref()
                    == Some(stored.as_text().unwrap_or(""))
            }
            "many2one" if value.is_empty() || *value == Value::Number(0.0) => stored.is_empty(),
            "many2one" => match stored {
                Value::List(pair) => pair.first().is_some_and(|id| is_identical(value, id)),
                _ => is_identical(value, stored),
            },
            "one2many" | "many2many" => are_same_links(value, stored),
            "properties" => are_same_properties(value, stored),
            _ => value.is_same_as(stored),
        }
    }

    fn is_same_text(&self, value: &Value, stored: &Value) -> bool {
        let own;
        let text = match value {
            Value::Text(text) => text,
            Value::Number(number) if is_whole(*number) => {
                own = whole(*number as i64);
                &own
            }
            _ => return false,
        };
        stored.as_text().map(str::as_bytes) == Some(beginning(text.as_bytes(), self.size))
    }
}

/// The first characters of a text; all of them where their number is 0.
fn beginning(text: &[u8], characters: usize) -> &[u8] {
    let mut count = 0;
    for (at, byte) in text.iter().enumerate() {
        let is_inside = byte & 0b1100_0000 == 0b1000_0000;
        if !is_inside && count == characters && characters > 0 {
            return &text[..at];
        }
        count += usize::from(!is_inside);
    }
    text
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0
}

/// Whether two values are one and the same: lists and objects never are.
fn is_identical(value: &Value, stored: &Value) -> bool {
    value == stored && !matches!(value, Value::List(_) | Value::Object(_))
}

/// The number that a value is; nothing is 0, and what is none is NaN.
fn number_of(value: &Value, numeral: impl Fn(&str) -> f64) -> f64 {
    match value {
        _ if value.is_empty() => 0.0,
        Value::Text(text) if !text.bytes().any(|byte| byte.is_ascii_digit()) => f64::NAN,
        Value::Text(text) => numeral(text),
        Value::Number(number) => *number,
        Value::Bool(true) => 1.0,
        _ => f64::NAN,
    }
}

/// What a number with so many digits behind the point is rounded to.
fn unit_of(decimals: f64) -> f64 {
    let whole = (0..decimals.clamp(0.0, 22.0) as u32).fold(1.0, |whole, _| whole * 10.0);
    1.0 / whole
}

/// The number that is stored; nothing is 0.
fn number_or_0(stored: &Value) -> f64 {
    match stored {
        Value::Number(number) => *number,
        Value::Bool(true) | Value::List(_) | Value::Object(_) => f64::NAN,
        Value::Text(text) if !text.is_empty() => f64::NAN,
        _ => 0.0,
    }
}

/// Whether an amount is stored as another one: `unit` is what it is rounded to, where that is
/// known.
fn is_amount(value: f64, stored: f64, unit: Option<f64>) -> bool {
    if value == stored {
        return true;
    }
    let unit = unit.unwrap_or(0.0);
    unit > 0.0 && stored.is_finite() && (rounded(value, unit) - stored).abs() <= unit * 1e-6
}

/// Rounded to a multiple of a unit, halves away from zero, as Odoo rounds: so close below a half
/// counts as a half.
fn rounded(value: f64, unit: f64) -> f64 {
    let units = value.abs() / unit;
    value.signum() * (units + 0.5 + units * 2_f64.powi(-51)).floor() * unit
}

/// The digits that a text begins with, `most` of them at most, and what comes behind them.
fn digits(text: &[u8], most: usize) -> Option<(&[u8], &[u8])> {
    let is_digit = |at: &usize| text.get(*at).is_some_and(u8::is_ascii_digit);
    let count = (0..most).take_while(is_digit).count();
    (count > 0).then(|| text.split_at(count))
}

/// Adds a number of two digits, behind a mark.
fn push_two(text: &mut String, mark: char, digits: &[u8]) {
    text.push(mark);
    if digits.len() < 2 {
        text.push('0');
    }
    for &digit in digits {
        text.push(digit.into());
    }
}

/// A day that a text begins with, and the rest of the text.
fn day(text: &[u8]) -> Option<(String, &[u8])> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
    let (day, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
    if year.len() < 4 {
        return None;
    }
    let mut text = String::new();
    for &digit in year {
        text.push(digit.into());
    }
    push_two(&mut text, '-', month);
    push_two(&mut text, '-', day);
    Some((text, rest))
}

/// Adds the time that all of a text is.
fn push_time(text: &mut String, time: &[u8]) -> Option<()> {
    let (hours, rest) = digits(time.strip_prefix(b" ")?, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let (seconds, rest) = match rest.strip_prefix(b":") {
        Some(rest) => digits(rest, 2)?,
        None => (&b"0"[..], rest),
    };
    push_two(text, ' ', hours);
    push_two(text, ':', minutes);
    push_two(text, ':', seconds);
    rest.is_empty().then_some(())
}

/// The day of a text, as Odoo writes it.
pub fn date_of(text: &str) -> Option<String> {
    day(text.as_bytes()).map(|(day, _)| day)
}

/// The moment of a text in UTC, as Odoo writes it.
pub fn moment_of(text: &str) -> Option<String> {
    let (mut moment, rest) = day(text.as_bytes())?;
    if text.len() > 10 {
        push_time(&mut moment, rest)?;
    } else {
        moment.push_str(" 00:00:00");
    }
    Some(moment)
}

/// The ids that a link field has after commands that may be given again; `None` for others.
pub fn linked(commands: &Value, before: &[u64]) -> Option<Vec<u64>> {
    let mut ids = before.to_vec();
    for command in commands.as_list()? {
        let command = command.as_list()?;
        let id = || command.get(1).and_then(Value::as_id);
        match command.first()? {
            Value::Number(6.0) => {
                ids = ids_in(command.get(2)?.as_list()?)?;
            }
            Value::Number(5.0) => ids.clear(),
            Value::Number(4.0) => {
                let id = id()?;
                ids.retain(|&own| own != id);
                ids.push(id);
            }
            Value::Number(3.0) => {
                let id = id()?;
                ids.retain(|&own| own != id);
            }
            _ => return None,
        }
    }
    Some(sorted(&ids))
}

/// The ids that a list consists of; `None` where it has something else.
fn ids_in(list: &[Value]) -> Option<Vec<u64>> {
    let mut ids = Vec::new();
    for value in list {
        ids.push(value.as_id()?);
    }
    Some(ids)
}

fn are_same_links(value: &Value, stored: &Value) -> bool {
    let list = stored.as_list().unwrap_or(&[]);
    if value.is_empty() {
        return list.is_empty();
    }
    let Some(ids) = ids_in(list) else {
        return false;
    };
    // A list that names a record twice is none of Odoo's.
    linked(value, &ids).is_some_and(|after| after.len() == ids.len() && after == sorted(&ids))
}

/// Properties are read as a list with their definitions, and written as an object of values or as
/// such a list.
fn are_same_properties(value: &Value, stored: &Value) -> bool {
    let Some(list) = stored.as_list().filter(|_| !value.is_empty()) else {
        return value.is_empty() && stored.is_empty();
    };
    let own = |name: &str| {
        let is_own = |own: &&Value| own.get("name").and_then(Value::as_text) == Some(name);
        list.iter().find(is_own)
    };
    match value {
        Value::List(given) => given.iter().all(|property| {
            let name = property.get("name").and_then(Value::as_text);
            let (Value::Object(members), Some(own)) = (property, name.and_then(own)) else {
                return false;
            };
            members
                .iter()
                .all(|(name, inner)| match (name.as_str(), own.get(name)) {
                    ("value", stored) => is_same_property(inner, stored),
                    (_, Some(stored)) => inner.is_same_as(stored),
                    _ => false,
                })
        }),
        Value::Object(given) => given.iter().all(|(name, inner)| {
            own(name).is_some_and(|own| is_same_property(inner, own.get("value")))
        }),
        _ => false,
    }
}

fn is_same_property(value: &Value, stored: Option<&Value>) -> bool {
    plain(value).is_same_as(plain(stored.unwrap_or(&Value::Null)))
}

/// A property's value without the name of a record, and one value for nothing.
fn plain(value: &Value) -> &Value {
    match value {
        Value::List(pair) => match pair.as_slice() {
            [id, Value::Text(_)] if id.as_id().is_some() => id,
            _ => value,
        },
        _ if value.is_truthy() => value,
        _ => &Value::Bool(false),
    }
}

#[cfg(test)]
mod tests;
