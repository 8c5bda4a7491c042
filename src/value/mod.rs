//! The port to JSON values: what the core may ask of a value without knowing who holds it. Beside
//! it stand the ports to values with a part to play: those that are serialised ([`Texts`]), that a
//! program passed ([`Given`]), that a server answered ([`Answers`]), that a program is shown
//! ([`Shown`]).
//!
//! In the package a value is a handle to an object that lives in JavaScript ([`crate::js`]), so a
//! result of 10,000 records passes through the core without being copied. On the host it is a
//! `serde_json::Value`.

mod answers;
mod given;
mod shown;
mod texts;

use crate::text;

pub use answers::Answers;
pub use given::Given;
pub use shown::Shown;
pub use texts::{Part, Texts};

/// What sort of thing a [`Value`] is, in JavaScript's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No value was given.
    Undefined,
    /// The JSON `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number; it may be NaN or infinite in JavaScript.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// An object that is not a list.
    Object,
    /// Anything that JSON has no word for: a function, a symbol, a `BigInt`. A program may pass it;
    /// no answer holds it.
    Other,
}

/// A JSON value, owned by somebody else.
///
/// Nothing here throws: a getter that throws in JavaScript reads as an absent member.
pub trait Value: Clone + 'static {
    /// What was not given. On the host, `null`.
    fn undefined() -> Self;
    /// The JSON `null`.
    fn null() -> Self;
    /// A boolean.
    fn boolean(value: bool) -> Self;
    /// A number.
    fn number(value: f64) -> Self;
    /// A text.
    fn string(value: &str) -> Self;
    /// A text that never changes; the package keeps it, once made.
    fn word(word: &'static str) -> Self {
        Self::string(word)
    }
    /// A list of `items`.
    fn array(items: Vec<Self>) -> Self;
    /// A list of one item.
    fn one(item: Self) -> Self {
        Self::array(vec![item])
    }
    /// A list of two items.
    fn two(first: Self, second: Self) -> Self {
        Self::array(vec![first, second])
    }
    /// An object with no members yet.
    fn object() -> Self;

    /// Sets a member of an object. Does nothing on other kinds.
    fn set(&mut self, key: &'static str, value: Self);
    /// The object with one more member.
    fn with(mut self, key: &'static str, value: Self) -> Self {
        self.set(key, value);
        self
    }
    /// The member `key` of an object; `None` when it is absent or undefined.
    fn get(&self, key: &'static str) -> Option<Self>;
    /// The member of that name, only known at run time.
    fn get_named(&self, key: &str) -> Option<Self>;
    /// The names of an object's members, in order.
    fn keys(&self) -> Vec<String>;
    /// Sets a member whose name is only known at run time.
    fn set_named(&mut self, key: &str, value: Self);
    /// Copies all members of another object into this one, over its own.
    ///
    /// # Errors
    /// The exception of an object whose members cannot be read.
    fn assign(&mut self, members: &Self) -> Result<(), Self>;
    /// The item at `index` of a list.
    fn item(&self, index: usize) -> Option<Self>;
    /// The items of a list; `None` for any other kind. Meant for short lists.
    fn items(&self) -> Option<Vec<Self>>;
    /// How many items a list has; 0 for any other kind.
    fn length(&self) -> usize;
    /// Where in a list the first item stands that is not of that kind.
    fn first_other_than(&self, kind: Kind) -> Option<usize> {
        let kind_at = |at| self.item(at).map_or(Kind::Undefined, |item| item.kind());
        (0..self.length()).find(|at| kind_at(*at) != kind)
    }

    /// Where in a list the first item stands that is no integer.
    fn first_non_integer(&self) -> Option<usize> {
        self.items()?
            .iter()
            .position(|item| as_integer(item).is_none())
    }

    /// What sort of value this is.
    fn kind(&self) -> Kind;
    /// The boolean, when it is one.
    fn as_bool(&self) -> Option<bool>;
    /// The number, when it is one.
    fn as_f64(&self) -> Option<f64>;
    /// The text, when it is one.
    fn as_string(&self) -> Option<String>;
    /// Whether this is the text `word`.
    fn is_word(&self, word: &'static str) -> bool;

    /// A number as the language writes it: `42`, `NaN`.
    fn number_text(&self) -> String;

    /// A few words for an error message: `"text"`, `NaN`, `a list`. Never give it a secret.
    fn in_words(&self) -> String {
        in_words(self)
    }
}

/// `value` as an integer that a JavaScript number holds exactly.
pub fn as_integer<V: Value>(value: &V) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    let number = value.as_f64()?;
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

/// What JSON can carry for certain, serialised.
pub fn written<V: Texts>(value: &V) -> V::Text {
    value.to_json().unwrap_or_else(|_| V::join(&[]))
}

/// `text` as a JSON string literal, quotes included.
pub fn quote(text: &str) -> String {
    const DIGITS: &[u8] = b"0123456789abcdef";
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text;
    while let Some(at) = text::position(rest, is_special) {
        out.push_str(&rest[..at]);
        out.push('\\');
        let byte = rest.as_bytes()[at];
        let (start, end) = match byte {
            b'\n' => ("", b'n'),
            b'\r' => ("", b'r'),
            b'\t' => ("", b't'),
            8 => ("", b'b'),
            12 => ("", b'f'),
            0..16 => ("u000", DIGITS[usize::from(byte)]),
            16..32 => ("u001", DIGITS[usize::from(byte - 16)]),
            _ => ("", byte),
        };
        out.push_str(start);
        out.push(char::from(end));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
    out
}

/// The same of a text's beginning, where it has more characters than that.
pub fn quote_short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((cut, _)) => quote(&[&text[..cut], "…"].concat()),
        None => quote(text),
    }
}

/// Whether this is what `await` waits for. JSON has no functions.
fn is_promise<V: Value>(value: &V) -> bool {
    let then = value.get("then");
    then.is_some_and(|then| then.kind() == Kind::Other)
}

fn in_words<V: Value>(value: &V) -> String {
    const LONGEST: usize = 40;
    let words = match value.kind() {
        Kind::Undefined => "undefined",
        Kind::Null => "null",
        Kind::Boolean => match value.as_bool() {
            Some(true) => "true",
            _ => "false",
        },
        Kind::Number => return value.number_text(),
        Kind::String => {
            let text = value.as_string().unwrap_or_default();
            return quote_short(&text, LONGEST);
        }
        Kind::Array => "a list",
        Kind::Object if is_promise(value) => "a promise; await it first",
        Kind::Object => "an object",
        Kind::Other => "a value that JSON cannot carry",
    };
    words.into()
}
