//! Reads request bodies as Python's `json` module does, down to the words of its complaints.

use odoo_sandbox_orm::{Fault, beyond};
use serde_json::Value;

/// How deep a body may nest. Python gives up at about a thousand levels, serde_json at this many.
pub(crate) const MAX_DEPTH: usize = 127;

/// More values than this are not read from one body: each takes far more memory than the two bytes
/// it may be written in.
pub(crate) const MAX_VALUES: usize = 4_000_000;

/// Tells whether a body holds more values than the sandbox has memory for.
pub(crate) fn is_excessive(body: &[u8]) -> bool {
    // Every value but the first of a list or a mapping follows a comma.
    if body.len() / 2 < MAX_VALUES {
        return false;
    }
    let (mut values, mut in_text, mut escaped) = (0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values > MAX_VALUES
}

/// Why a body is no JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonError {
    /// Not JSON: Python's `ValueError`s.
    Malformed(Fault),
    /// Nested too deeply: Python's `RecursionError`, which is not caught where the others are.
    TooDeep(Fault),
}

impl JsonError {
    /// Returns the exception.
    pub(crate) fn into_fault(self) -> Fault {
        match self {
            Self::Malformed(fault) | Self::TooDeep(fault) => fault,
        }
    }
}

/// Parses a body.
pub(crate) fn parse(body: &[u8]) -> Result<Value, JsonError> {
    serde_json::from_slice(body).or_else(|error| read_on(body, &error))
}

/// Reads what others than Python do not take for JSON, or says what is wrong with it.
fn read_on(body: &[u8], error: &serde_json::Error) -> Result<Value, JsonError> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            return Err(JsonError::Malformed(Fault::new(
                "builtins.UnicodeDecodeError",
                format!(
                    "'utf-8' codec can't decode byte 0x{:02x} in position {at}: invalid start byte",
                    body.get(at).copied().unwrap_or_default()
                ),
            )));
        }
    };
    let mut scanner = Scanner {
        text,
        at: 0,
        beyond: Vec::new(),
    };
    let complaint = match scanner.document() {
        Err(Complaint::Syntax(words, at)) => {
            JsonError::Malformed(decode_error(&format!("{words}: {}", position(text, at))))
        }
        Err(Complaint::Depth) => JsonError::TooDeep(Fault::new(
            "builtins.RecursionError",
            "maximum recursion depth exceeded while decoding a JSON array from a unicode string",
        )),
        // Python takes it, and so do we; if there is anything else in it that is not to be had
        // here, that is said.
        Ok(()) => {
            return replaced(text, &scanner.beyond).map_err(|_| malformed(&error.to_string()));
        }
    };
    Err(complaint)
}

/// Writes a text as JSON.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn malformed(words: &str) -> JsonError {
    JsonError::Malformed(decode_error(words))
}

/// Reads a text whose parts that only Python knows are replaced by what stands for them.
fn replaced(text: &str, parts: &[(usize, usize, String)]) -> serde_json::Result<Value> {
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for (begin, end, instead) in parts {
        whole.push_str(&text[from..*begin]);
        whole.push_str(instead);
        from = *end;
    }
    whole.push_str(&text[from..]);
    serde_json::from_str(&whole)
}

fn decode_error(message: &str) -> Fault {
    Fault::new("json.decoder.JSONDecodeError", message)
}

/// Writes a position as Python does: line and column from 1, characters (not bytes) from 0.
fn position(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    format!(
        "line {line} column {column} (char {})",
        before.chars().count()
    )
}

enum Complaint {
    Syntax(&'static str, usize),
    Depth,
}

use Complaint::Syntax;

/// Walks over a document in the manner of Python's decoder, only to find out where it stops.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// What only Python knows: where it begins and ends, and what stands for it.
    beyond: Vec<(usize, usize, String)>,
}

impl Scanner<'_> {
    fn document(&mut self) -> Result<(), Complaint> {
        if self.text.starts_with('\u{feff}') {
            return Err(Syntax("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
        }
        self.skip_space();
        self.value(0)?;
        self.skip_space();
        match self.peek() {
            Some(_) => Err(Syntax("Extra data", self.at)),
            None => Ok(()),
        }
    }

    fn value(&mut self, depth: usize) -> Result<(), Complaint> {
        if depth > MAX_DEPTH {
            return Err(Complaint::Depth);
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let words = ["null", "true", "false", "NaN", "Infinity"];
                let rest = &self.text[self.at..];
                let word = words.into_iter().find(|word| rest.starts_with(word));
                let word = word.ok_or(Syntax("Expecting value", self.at))?;
                let start = self.at;
                self.at += word.len();
                match word {
                    "NaN" => self.replace(start, quoted(beyond::NAN)),
                    "Infinity" => self.replace(start, quoted(beyond::INFINITY)),
                    _ => {}
                }
                Ok(())
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), Complaint> {
        const NAME: &str = "Expecting property name enclosed in double quotes";
        self.at += 1;
        self.skip_space();
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(Syntax(NAME, self.at));
            }
            self.string()?;
            self.skip_space();
            if !self.eat(b':') {
                return Err(Syntax("Expecting ':' delimiter", self.at));
            }
            self.skip_space();
            self.value(depth + 1)?;
            self.skip_space();
            if self.eat(b'}') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(Syntax("Expecting ',' delimiter", self.at));
            }
            self.skip_space();
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), Complaint> {
        self.at += 1;
        self.skip_space();
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.skip_space();
            if self.eat(b']') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(Syntax("Expecting ',' delimiter", self.at));
            }
            self.skip_space();
        }
    }

    fn string(&mut self) -> Result<(), Complaint> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(Syntax("Unterminated string starting at", start)),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape(start)?,
                Some(0..0x20) => return Err(Syntax("Invalid control character at", self.at)),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self, start: usize) -> Result<(), Complaint> {
        let backslash = self.at;
        self.at += 1;
        match self.peek() {
            None => Err(Syntax("Unterminated string starting at", start)),
            Some(b'u') => {
                let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(Syntax("Invalid \\uXXXX escape", self.at));
                }
                let unit = self.unit(self.at);
                self.at += 5;
                // The second half of a pair belongs to the first.
                let is_first = (0xd800..0xdc00).contains(&unit);
                let rest = &self.text.as_bytes()[self.at..];
                let second = is_first && rest.starts_with(b"\\u") && {
                    let digits = rest.get(2..6);
                    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
                };
                if second && (0xdc00..0xe000).contains(&self.unit(self.at + 1)) {
                    self.at += 6;
                } else if let Some(half) = beyond::half(unit) {
                    self.replace(backslash, half.to_string());
                }
                Ok(())
            }
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Syntax("Invalid \\escape", backslash)),
        }
    }

    fn replace(&mut self, from: usize, instead: String) {
        self.beyond.push((from, self.at, instead));
    }

    /// Reads the digits behind the `u` of an escape.
    fn unit(&self, at: usize) -> u16 {
        let digits = self.text.get(at + 1..at + 5);
        digits.map_or(0, |digits| u16::from_str_radix(digits, 16).unwrap_or(0))
    }

    fn number(&mut self) -> Result<(), Complaint> {
        let start = self.at;
        self.eat(b'-');
        if self.text[self.at..].starts_with("Infinity") {
            self.at += "Infinity".len();
            self.replace(start, quoted(beyond::MINUS_INFINITY));
            return Ok(());
        }
        if !self.eat(b'0') && self.digits() == 0 {
            return Err(Syntax("Expecting value", start));
        }
        let whole = self.at;
        if self.eat(b'.') && self.digits() == 0 {
            self.at = whole;
            return Ok(());
        }
        let mantissa = self.at;
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                self.at = mantissa;
            }
        }
        let number = &self.text[start..self.at];
        let is_endless = self.at > whole && number.parse().is_ok_and(f64::is_infinite);
        if is_endless {
            let sign = number.starts_with('-');
            let held = if sign {
                beyond::MINUS_INFINITY
            } else {
                beyond::INFINITY
            };
            self.replace(start, quoted(held));
        }
        Ok(())
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> String {
        parse(body.as_bytes())
            .expect_err("no JSON")
            .into_fault()
            .message
    }

    #[test]
    fn complaints_are_worded_and_placed_as_python_does() {
        // What CPython 3.12's json.loads says of each.
        for (body, expected) in [
            ("", "Expecting value: line 1 column 1 (char 0)"),
            (
                "{\"jsonrpc\": ",
                "Expecting value: line 1 column 13 (char 12)",
            ),
            (
                "{\"domain\": ",
                "Expecting value: line 1 column 12 (char 11)",
            ),
            ("[1, 2", "Expecting ',' delimiter: line 1 column 6 (char 5)"),
            ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
            (
                "{a: 1}",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            (
                "{\"a\" 1}",
                "Expecting ':' delimiter: line 1 column 6 (char 5)",
            ),
            (
                "{\"é\": \"x",
                "Unterminated string starting at: line 1 column 7 (char 6)",
            ),
            ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"),
            ("{}\n{}", "Extra data: line 2 column 1 (char 3)"),
            (
                "\"a\tb\"",
                "Invalid control character at: line 1 column 3 (char 2)",
            ),
            ("1.", "Extra data: line 1 column 2 (char 1)"),
            ("nul", "Expecting value: line 1 column 1 (char 0)"),
        ] {
            assert_eq!(words(body), expected, "{body:?}");
        }
    }

    #[test]
    fn many_small_values_are_too_much_and_one_long_text_is_not() {
        assert!(is_excessive("[1,".repeat(MAX_VALUES).as_bytes()));
        let text = format!("\"{}\\\",[\"", ",[{".repeat(MAX_VALUES));
        assert!(!is_excessive(text.as_bytes()));
        assert!(!is_excessive(b"[1,2,3]"));
    }

    #[test]
    fn deep_nesting_is_a_recursion_error_and_not_a_crash() {
        let deep = "[".repeat(1_000_000);
        assert!(matches!(parse(deep.as_bytes()), Err(JsonError::TooDeep(_))));
    }
}
