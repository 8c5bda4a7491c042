//! Writes answers as Python's `json` module does: numbers that are none are written bare.

use odoo_sandbox_orm::beyond;
use serde_json::Value;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

/// Writes a value; false where Python could not send it, as a text has half of an emoji in it.
pub(crate) fn write(body: &mut Vec<u8>, value: &Value) -> bool {
    let mut python = Python {
        is_sendable: true,
        state: State::Outside,
    };
    let written = {
        let mut serializer = Serializer::with_formatter(&mut *body, &mut python);
        serde::Serialize::serialize(value, &mut serializer).is_ok()
    };
    // Writing a Value into memory cannot fail: its keys are strings and a Vec takes every byte.
    if !written {
        body.extend_from_slice(b"null");
    }
    python.is_sendable
}

struct Python {
    is_sendable: bool,
    state: State,
}

/// Where in a text the writer is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    /// Its quote is still to be written.
    Begun,
    Within,
    /// In a number that is held as a text.
    Bare,
}

impl Python {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.state == State::Begun {
            self.state = State::Within;
            writer.write_all(b"\"")?;
        }
        Ok(())
    }
}

impl Formatter for &mut Python {
    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.state = State::Begun;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        text: &str,
    ) -> io::Result<()> {
        self.open(writer)?;
        self.is_sendable &= !beyond::has_half(text);
        writer.write_all(text.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        if matches!(escape, CharEscape::AsciiControl(0)) && self.state == State::Begun {
            self.state = State::Bare;
            return Ok(());
        }
        self.open(writer)?;
        CompactFormatter.write_char_escape(writer, escape)
    }

    fn end_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer)?;
        let was = std::mem::replace(&mut self.state, State::Outside);
        if was == State::Bare {
            return Ok(());
        }
        writer.write_all(b"\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(value: &Value) -> (String, bool) {
        let mut body = Vec::new();
        let sendable = write(&mut body, value);
        (String::from_utf8(body).expect("UTF-8"), sendable)
    }

    #[test]
    fn numbers_that_are_none_are_bare_and_everything_else_is_json() {
        let value = json!({"a": [beyond::NAN, beyond::INFINITY, beyond::MINUS_INFINITY], "b": "", "c": "x\0y\n\"", "é": 1.0});
        let (text, sendable) = written(&value);
        assert_eq!(
            text,
            "{\"a\":[NaN,Infinity,-Infinity],\"b\":\"\",\"c\":\"x\\u0000y\\n\\\"\",\"é\":1.0}"
        );
        assert!(sendable);
        let plain = json!({"a": [1, null, true, "🚀"], "b": {}});
        assert_eq!(written(&plain).0, plain.to_string());
    }

    #[test]
    fn half_an_emoji_cannot_be_sent() {
        let half = beyond::half(0xd83d).expect("half");
        assert_eq!(beyond::unit_of(half), Some(0xd83d));
        assert!(!written(&json!([format!("x{half}")])).1);
        assert!(written(&json!(["🚀"])).1);
    }
}
