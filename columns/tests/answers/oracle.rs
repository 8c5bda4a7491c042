//! JSON as `JSON.parse` reads it, written for being right and nothing else: what the decoder has to
//! agree with.
//!
//! Besides it takes what Python writes of floats that JSON has no word for. Half a surrogate pair
//! is U+FFFD, as in columns.

use serde_json::{Map, Value};

use crate::rows::float;

/// The value of a text of JSON; `None` for anything else. Its numbers are those of [`float`].
pub(crate) fn parse(text: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(text).ok()?;
    let mut rest = Rest(text);
    let value = rest.value()?;
    rest.space();
    rest.0.is_empty().then_some(value)
}

/// The records in an answer: a list of objects, by itself or as the last member `result` of an
/// object.
pub(crate) fn records(answer: &[u8]) -> Option<Vec<Value>> {
    let answer = answer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(answer);
    let list = match parse(answer)? {
        Value::Object(mut members) => members.remove("result")?,
        list => list,
    };
    match list {
        Value::Array(records) if records.iter().all(is_record) => Some(records),
        _ => None,
    }
}

/// Whether this is an object, and does not only stand for a number that JSON has no word for.
fn is_record(value: &Value) -> bool {
    let numbers = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    value.is_object() && numbers.iter().all(|number| *value != float(*number))
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn space(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Steps over `what`, if it stands here.
    fn is(&mut self, what: &str) -> bool {
        let rest = self.0.strip_prefix(what);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn sign(&mut self, sign: &str) -> Option<()> {
        self.space();
        self.is(sign).then_some(())
    }

    fn value(&mut self) -> Option<Value> {
        self.space();
        for (word, value) in [
            ("null", Value::Null),
            ("true", true.into()),
            ("false", false.into()),
        ] {
            if self.is(word) {
                return Some(value);
            }
        }
        match self.0.chars().next()? {
            '"' => self.text().map(Value::String),
            '[' => self.list(),
            '{' => self.object(),
            _ => self.number().map(float),
        }
    }

    fn list(&mut self) -> Option<Value> {
        self.sign("[")?;
        let mut items = Vec::new();
        if self.sign("]").is_some() {
            return Some(items.into());
        }
        loop {
            items.push(self.value()?);
            if self.sign("]").is_some() {
                return Some(items.into());
            }
            self.sign(",")?;
        }
    }

    fn object(&mut self) -> Option<Value> {
        self.sign("{")?;
        let mut members = Map::new();
        if self.sign("}").is_some() {
            return Some(members.into());
        }
        loop {
            self.space();
            let key = self.text()?;
            self.sign(":")?;
            // Of two members of one name the last one counts.
            members.insert(key, self.value()?);
            if self.sign("}").is_some() {
                return Some(members.into());
            }
            self.sign(",")?;
        }
    }

    fn number(&mut self) -> Option<f64> {
        for (word, number) in [
            ("NaN", f64::NAN),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            if self.is(word) {
                return Some(number);
            }
        }
        let whole = self.0;
        let _ = self.is("-");
        if !self.is("0") {
            self.digits()?;
        }
        if self.is(".") {
            self.digits()?;
        }
        if self.is("e") || self.is("E") {
            let _ = self.is("+") || self.is("-");
            self.digits()?;
        }
        whole[..whole.len() - self.0.len()].parse().ok()
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self
            .0
            .trim_start_matches(|digit: char| digit.is_ascii_digit());
        let some = rest.len() < self.0.len();
        self.0 = rest;
        some.then_some(())
    }

    fn text(&mut self) -> Option<String> {
        if !self.is("\"") {
            return None;
        }
        let mut units = Vec::new();
        loop {
            let character = self.0.chars().next()?;
            self.0 = &self.0[character.len_utf8()..];
            match character {
                '"' => return Some(String::from_utf16_lossy(&units)),
                '\\' => units.push(self.escape()?),
                '\0'..=' ' if character < ' ' => return None,
                _ => units.extend_from_slice(character.encode_utf16(&mut [0; 2])),
            }
        }
    }

    fn escape(&mut self) -> Option<u16> {
        let letter = self.0.chars().next()?;
        self.0 = &self.0[letter.len_utf8()..];
        let unit = match letter {
            '"' | '\\' | '/' => letter as u16,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'u' => {
                let digits = self.0.get(..4)?;
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return None;
                }
                self.0 = &self.0[4..];
                u16::from_str_radix(digits, 16).ok()?
            }
            _ => return None,
        };
        Some(unit)
    }
}
