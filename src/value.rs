//! The port to JSON values: what the core may ask of a value without knowing who holds it.
//!
//! In the package a value is a handle to an object that lives in JavaScript ([`crate::js`]), so a result of
//! 10,000 records passes through the core without being copied. On the host it is a `serde_json::Value`.

use crate::text;

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
    /// Anything that JSON has no word for: a function, a symbol, a `BigInt`.
    Other,
}

/// A JSON value, owned by somebody else.
///
/// Nothing here throws: a getter that throws in JavaScript reads as an absent member.
pub trait Value: Clone + 'static {
    /// The serialised form: a JavaScript string in the package, a `String` on the host.
    type Text: Clone + 'static;

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
    /// Sets a member that is read by its name alone: listing, copying, printing and serialising the object leave it out. On
    /// the host, where that does not exist, an ordinary one.
    fn set_hidden(&mut self, key: &'static str, value: Self) {
        self.set(key, value);
    }
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
        (0..self.length()).find(|at| self.item(*at).is_none_or(|item| item.kind() != kind))
    }

    /// The value as plain data, read once: nothing that a program wrote runs when it is read again. `name` is what an
    /// exception calls it.
    ///
    /// # Errors
    /// The exception that says what in it JSON cannot carry: its message is for the program as it is.
    fn plain(self, _name: &str) -> Result<Self, Self> {
        Ok(self)
    }
    /// The members of an object that are among `known` (names with spaces between them), read once, and below
    /// `unknown` the names of the others that are given, where there are any. Any other kind is left as it is.
    ///
    /// # Errors
    /// The exception of an object that cannot be read.
    fn options(self, known: &'static str) -> Result<Self, Self>;
    /// What is wrong with a record's values (or a list of them) that hold a many2one as it is read, `[7, "Ada"]`. `name`
    /// is what the message calls them.
    fn pair_fault(&self, _name: &str) -> Option<String> {
        None
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
    /// Whether this is a text that is not blank.
    fn is_name(&self) -> bool;
    /// Whether this is a text of ASCII letters, digits, `_` and dots, with something on each side of a dot: the name of a
    /// model or a method, which may become a part of a path.
    fn is_dotted_name(&self) -> bool;
    /// Whether this is the text `word`.
    fn is_word(&self, word: &'static str) -> bool;

    /// A number as the language writes it: `42`, `NaN`.
    fn number_text(&self) -> String;

    /// A few words for an error message: `"text"`, `NaN`, `an array`. Never give it a secret.
    fn in_words(&self) -> String {
        in_words(self)
    }

    /// Serialises with the rules of `JSON.stringify`.
    ///
    /// # Errors
    /// The exception of a value that JSON cannot carry (a cycle, a `BigInt`), as it was thrown.
    fn to_json(&self) -> Result<Self::Text, Self>;
    /// The value of a serialised form.
    ///
    /// # Errors
    /// The exception of a text that is not JSON.
    fn parse(text: &Self::Text) -> Result<Self, Self>;
    /// Serialises `values`, with commas between them.
    ///
    /// # Errors
    /// As [`Value::to_json`].
    fn listed(values: [&Self; 4]) -> Result<Self::Text, Self> {
        let [a, b, c, d] = values;
        let texts = [a.to_json()?, b.to_json()?, c.to_json()?, d.to_json()?];
        let [a, b, c, d] = texts.each_ref().map(Part::Text);
        let comma = || Part::Literal(",");
        Ok(Self::join(&[a, comma(), b, comma(), c, comma(), d]))
    }

    /// Serialises the params of a call in a web session: `{model, method, args, kwargs}`.
    ///
    /// # Errors
    /// As [`Value::to_json`].
    fn call_params(
        model: &Self,
        method: &Self,
        args: &Self,
        kwargs: &Self,
    ) -> Result<Self::Text, Self> {
        let mut params = Self::object();
        params.set("model", model.clone());
        params.set("method", method.clone());
        params.set("args", args.clone());
        params.set("kwargs", kwargs.clone());
        params.to_json()
    }
    /// The address `<start><model>/<method>`, with names escaped that do not belong into a path.
    fn endpoint(start: &Self::Text, model: &Self, method: &Self) -> Self::Text;

    /// The address of a page of the server `root`: its path, with the context among `kwargs`, where there is one, as a query.
    ///
    /// # Errors
    /// As [`Value::to_json`].
    fn page(root: &Self::Text, path: &Self, kwargs: &Self) -> Result<Self::Text, Self>;

    /// Joins `parts` into one text.
    fn join(parts: &[Part<'_, Self::Text>]) -> Self::Text;

    /// Whether these are the arguments of a call with nothing unusual about them: two names, a list, an object. Only a
    /// shortcut past [`crate::crud`]'s checks, which say what is wrong.
    fn is_plain_call(_model: &Self, _method: &Self, _args: &Self, _kwargs: &Self) -> bool {
        false
    }

    /// The named arguments that the options of a search in `domain` stand for, `fields` among them where the search reads,
    /// when there is nothing unusual about both. Only a shortcut: [`crate::crud`]'s long way must come to the same.
    fn plain_search(_domain: &Self, _options: &Self, _with_fields: bool) -> Option<Self> {
        None
    }

    /// As [`crate::binary::object_fields`], of which this may be a shortcut that comes to the same.
    fn object_fields(&self, nested: bool) -> Vec<String> {
        crate::binary::object_fields(self, nested)
    }

    /// The result in a JSON-RPC answer to the request `id` that has nothing unusual about it; `None` sends it the long
    /// way through [`crate::protocol::envelope`]. Only a shortcut: the long way must come to the same.
    fn plain_result(&self, _id: u64) -> Option<Self> {
        None
    }
}

/// A piece of a path or a body.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a, T> {
    /// Text that never changes.
    Literal(&'static str),
    /// Text that is written for this occasion.
    Written(&'a str),
    /// A serialised value.
    Text(&'a T),
    /// A number.
    Number(u64),
}

/// `value` as an integer that a JavaScript number holds exactly.
pub fn as_integer<V: Value>(value: &V) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    let number = value.as_f64()?;
    (number.fract() == 0.0 && number.abs() <= LARGEST).then_some(number as i64)
}

/// What JSON can carry for certain, serialised.
pub fn written<V: Value>(value: &V) -> V::Text {
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
        Kind::Array => "an array",
        Kind::Object => "an object",
        Kind::Other => "a value that JSON cannot carry",
    };
    words.into()
}
