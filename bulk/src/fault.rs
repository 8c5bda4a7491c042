//! Where bytes are not JSON. Engines refuse a text in words of their own and mostly without a
//! place; this looks once more, and only then.

/// The first wrong thing of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its place, in bytes.
    pub offset: usize,
    /// The number of the record that it is in, or that came last.
    pub row: usize,
    /// Whether there is a list at all: else it is no answer with records.
    pub is_of_records: bool,
    /// Whether the bytes are UTF-8.
    pub is_utf8: bool,
    /// Whether nothing is wrong but that something is missing.
    pub is_end: bool,
}

/// Finds the first wrong thing: records are the objects of the first list that is opened. Odoo's
/// NaN and infinities are numbers.
pub fn fault_in(bytes: &[u8]) -> Fault {
    let (text, wrong) = match std::str::from_utf8(bytes) {
        Ok(_) => (bytes, None),
        Err(error) => {
            let valid = error.valid_up_to();
            // A character that was begun is wrong where it does not go on.
            let offset = match (bytes[valid], error.error_len()) {
                (0xc2..=0xf4, Some(length)) => valid + length,
                (0xc2..=0xf4, None) => bytes.len(),
                _ => valid,
            };
            (&bytes[..valid], Some(offset))
        }
    };
    let fault = Scan::new(text).fault();
    Fault {
        offset: wrong.unwrap_or(fault.offset),
        is_utf8: wrong.is_none(),
        is_end: wrong.is_none() && fault.is_end,
        ..fault
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

impl Expects {
    fn may_end(self) -> bool {
        matches!(self, Self::ValueOrEnd | Self::KeyOrEnd | Self::CommaOrEnd)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Mark(u8),
    Text,
    Word,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<u8>,
    /// How deep the list of records is; 0 before it.
    list: usize,
    records: usize,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            open: Vec::new(),
            list: 0,
            records: 0,
        }
    }

    fn fault(&mut self) -> Fault {
        let mut expects = Expects::Value;
        loop {
            self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            let fault = Fault {
                offset: self.at,
                row: self.records.saturating_sub(1),
                is_of_records: self.list > 0,
                is_utf8: true,
                is_end: self.at == self.bytes.len(),
            };
            let Some(token) = self.token() else {
                return fault;
            };
            let inside = self.open.last().copied();
            let closing = inside.map(|mark| if mark == b'[' { b']' } else { b'}' });
            expects = match (expects, token) {
                (_, Token::Mark(mark)) if Some(mark) == closing && expects.may_end() => {
                    self.open.pop();
                    Expects::CommaOrEnd
                }
                (Expects::CommaOrEnd, Token::Mark(b',')) => match inside {
                    Some(b'[') => Expects::Value,
                    Some(_) => Expects::Key,
                    None => return fault,
                },
                (Expects::Key | Expects::KeyOrEnd, Token::Text) => Expects::Colon,
                (Expects::Colon, Token::Mark(b':')) => Expects::Value,
                (Expects::Value | Expects::ValueOrEnd, Token::Mark(mark @ (b'[' | b'{'))) => {
                    self.begin(mark)
                }
                (Expects::Value | Expects::ValueOrEnd, Token::Text | Token::Word) => {
                    Expects::CommaOrEnd
                }
                _ => return fault,
            };
        }
    }

    fn begin(&mut self, mark: u8) -> Expects {
        self.open.push(mark);
        if mark == b'[' {
            if self.list == 0 {
                self.list = self.open.len();
            }
            return Expects::ValueOrEnd;
        }
        if self.list > 0 && self.open.len() == self.list + 1 {
            self.records += 1;
        }
        Expects::KeyOrEnd
    }

    /// The next token, which is stepped over; `None` where there is none.
    fn token(&mut self) -> Option<Token> {
        match *self.bytes.get(self.at)? {
            mark @ (b'[' | b']' | b'{' | b'}' | b',' | b':') => {
                self.at += 1;
                Some(Token::Mark(mark))
            }
            b'"' => self.text(),
            _ => self.word(),
        }
    }

    fn text(&mut self) -> Option<Token> {
        let mut rest = self.bytes[self.at + 1..].iter();
        loop {
            match *rest.next()? {
                b'"' => break,
                b'\\' => match *rest.next()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        for _ in 0..4 {
                            rest.next().filter(|digit| digit.is_ascii_hexdigit())?;
                        }
                    }
                    _ => return None,
                },
                byte if byte < b' ' => return None,
                _ => {}
            }
        }
        self.at = self.bytes.len() - rest.len();
        Some(Token::Text)
    }

    fn word(&mut self) -> Option<Token> {
        const WORDS: [&str; 6] = ["true", "false", "null", "NaN", "Infinity", "-Infinity"];
        let rest = &self.bytes[self.at..];
        if let Some(word) = WORDS.iter().find(|word| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Some(Token::Word);
        }
        let start = self.at;
        self.at += usize::from(rest.starts_with(b"-"));
        match self.bytes.get(self.at) {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.skip(|byte| byte.is_ascii_digit()),
            _ => {
                self.at = start;
                return None;
            }
        }
        self.part(|byte| byte == b'.', false);
        self.part(|byte| byte.eq_ignore_ascii_case(&b'e'), true);
        Some(Token::Word)
    }

    /// Steps over digits behind a mark, and perhaps a sign; over nothing where there are none.
    fn part(&mut self, is_mark: impl Fn(u8) -> bool, takes_sign: bool) {
        let start = self.at;
        if !self.bytes.get(self.at).copied().is_some_and(is_mark) {
            return;
        }
        self.at += 1;
        if takes_sign && matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
            self.at += 1;
        }
        let digits = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        if self.at == digits {
            self.at = start;
        }
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).copied().is_some_and(&is_skipped) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of the wrong thing, which is marked by `¡` in the text.
    fn place(marked: &str) -> (usize, usize) {
        let text = marked.replacen('¡', "", 1);
        let fault = fault_in(text.as_bytes());
        (fault.offset, marked.find('¡').expect("a mark"))
    }

    #[test]
    fn the_first_wrong_thing_has_its_place() {
        for marked in [
            "¡",
            "  ¡",
            "¡<html>",
            "[1, 2¡",
            "[1 ¡2]",
            "[1,¡]",
            "{\"a\" ¡1}",
            "{¡a: 1}",
            "{\"a\": 1,¡}",
            "[0¡1]",
            "[1¡.]",
            "[1¡e+]",
            "[¡-]",
            "[tru¡e]".replace("tru¡e", "¡tru").as_str(),
            "[true¡x]",
            "[¡\"a\u{1}\"]",
            "[¡\"\\x\"]",
            "[¡\"\\u12g4\"]",
            "[¡\"abc",
            "{\"a\": [1, {\"b\": ¡]}",
            "[1]¡]",
            "[1]¡,",
            "[1¡}",
            "1¡:",
            "[\"é\", ¡+1]",
            "[[[¡",
            "[¡'a']",
        ] {
            let (found, expected) = place(marked);
            assert_eq!(found, expected, "{marked}");
        }
    }

    #[test]
    fn what_odoo_writes_besides_is_a_value() {
        for text in [
            "[NaN, Infinity, -Infinity]",
            "[1.5e-3, -0, 10E+2]",
            "{}",
            "[]",
            "null",
            "\"\\u00e9\\n\"",
        ] {
            let fault = fault_in(text.as_bytes());
            assert_eq!((fault.offset, fault.is_end), (text.len(), true), "{text}");
        }
    }

    #[test]
    fn the_row_is_that_of_the_record_it_is_in() {
        let row = |text: &str| {
            let fault = fault_in(text.as_bytes());
            (fault.row, fault.is_of_records)
        };
        assert_eq!(
            row("{\"result\": [{\"a\": {}}, {\"a\": [{}, {}]}, {\"a\": ?"),
            (2, true)
        );
        assert_eq!(row("[{\"a\": 1}, {\"a\": 2} ?"), (1, true));
        assert_eq!(row("{\"error\": {\"code\": ?"), (0, false));
        assert_eq!(row("<html>"), (0, false));
    }

    #[test]
    fn bytes_that_are_no_utf8_have_the_place_of_the_first_of_them() {
        let fault = fault_in(b"[{\"a\": \"\xc3\xa9\"}, {\"a\": \"\xff\"}]");
        assert_eq!((fault.offset, fault.row, fault.is_utf8), (21, 1, false));
        let fault = fault_in(b"[\"\xc3(\"]");
        assert_eq!((fault.offset, fault.is_utf8), (3, false));
        // A character that breaks off is wrong at the end.
        let fault = fault_in(b"[{\"a\": \"\xe2\x82");
        assert_eq!(
            (fault.offset, fault.is_utf8, fault.is_end),
            (10, false, false)
        );
    }

    #[test]
    fn a_text_that_breaks_off_anywhere_has_its_last_record() {
        let text = "[{\"id\": 1, \"name\": \"Ada\"}, {\"id\": 2, \"name\": false}]";
        for end in 0..text.len() {
            let fault = fault_in(&text.as_bytes()[..end]);
            assert!(
                fault.offset <= end && fault.row == usize::from(end > 27),
                "{end}: {fault:?}"
            );
        }
    }

    #[test]
    fn what_is_opened_a_million_times_is_no_recursion() {
        assert_eq!(fault_in("[".repeat(1_000_000).as_bytes()).offset, 1_000_000);
    }
}
