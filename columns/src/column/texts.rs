//! Texts: each kept once as long as that saves something, one after the other from then on.

use crate::bytes::{Bytes, reserve};
use crate::dictionary::{Dictionary, Entry};
use crate::json::{Json, Next, Stop, Text};

use super::other_kind;

/// Texts, one for each row.
#[derive(Clone, Debug)]
pub enum Texts {
    /// A number for each row, and the texts by number.
    Dictionary(Box<Coded>),
    /// The texts themselves.
    Plain(Box<Plain>),
}

/// Texts by number.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    codes: Vec<u32>,
    dictionary: Dictionary,
    /// It stays so up to this number of texts, whatever they are.
    few: usize,
}

/// Texts one after the other.
#[derive(Clone, Debug, Default)]
pub struct Plain(Bytes);

impl Texts {
    pub(crate) fn dictionary(few: usize) -> Self {
        Self::Dictionary(Box::new(Coded {
            few,
            ..Coded::default()
        }))
    }

    pub(crate) fn plain() -> Self {
        Self::Plain(Box::default())
    }

    #[inline(always)]
    pub(crate) fn read(&mut self, json: &Json<'_>, at: usize) -> Next {
        if json.byte(at) != b'"' {
            return Err(other_kind(json, at));
        }
        let text = json.text(at + 1)?;
        match self {
            Self::Plain(plain) => plain.0.push_text(json, text)?,
            Self::Dictionary(coded) => match coded.dictionary.find(json, text) {
                Ok(code) => coded.codes.push(code),
                Err(entry) => self.read_new(json, text, entry)?,
            },
        }
        Ok(text.end + 1)
    }

    /// Adds a text that the dictionary does not have.
    #[inline(never)]
    fn read_new(&mut self, json: &Json<'_>, text: Text, entry: Entry) -> Result<(), Stop> {
        let Self::Dictionary(coded) = self else {
            return Ok(());
        };
        let known = coded.dictionary.len();
        if known >= coded.few && 2 * known > coded.codes.len() {
            // More than every other text is new: nothing is saved.
            let mut plain = coded.to_plain()?;
            plain.push_text(json, text)?;
            *self = Self::Plain(Box::new(Plain(plain)));
        } else {
            let code = coded.dictionary.add(json, text, entry)?;
            coded.codes.push(code);
        }
        Ok(())
    }

    /// Reads a value of any kind as the text of its JSON.
    pub(crate) fn read_json(&mut self, json: &Json<'_>, at: usize) -> Next {
        let next = json.skip(at)?;
        if let Self::Plain(plain) = self {
            plain.0.push(json, at, next)?;
        }
        Ok(next)
    }

    #[inline(always)]
    pub(crate) fn push_blank(&mut self) {
        match self {
            Self::Dictionary(coded) => coded.codes.push(0),
            Self::Plain(plain) => plain.0.push_empty(),
        }
    }

    pub(crate) fn reserve(&mut self, rows: usize) {
        match self {
            Self::Dictionary(coded) => reserve(&mut coded.codes, rows),
            Self::Plain(plain) => plain.0.reserve(rows),
        }
    }

    /// Makes bytes of texts in base64, when every one is such.
    pub(crate) fn decode_base64(&mut self) -> bool {
        match self {
            Self::Dictionary(_) => false,
            Self::Plain(plain) => plain.0.decode_base64(),
        }
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        match self {
            Self::Dictionary(coded) => coded.codes.truncate(len),
            Self::Plain(plain) => plain.0.truncate(len),
        }
    }
}

impl Coded {
    /// The number of each row's text; 0 where there is none.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Where each text of the dictionary begins, and where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        self.dictionary.texts().offsets()
    }

    /// The texts of the dictionary, one after the other.
    pub fn bytes(&self) -> &[u8] {
        self.dictionary.texts().bytes()
    }

    #[cold]
    fn to_plain(&self) -> Result<Bytes, Stop> {
        let texts = self.dictionary.texts();
        let mut plain = Bytes::default();
        for &code in &self.codes {
            plain.push_bytes(texts.get(code as usize))?;
        }
        Ok(plain)
    }
}

impl Plain {
    pub(super) fn push_text(&mut self, json: &Json<'_>, text: Text) -> Result<(), Stop> {
        self.0.push_text(json, text)
    }

    pub(super) fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.0.push_bytes(bytes)
    }

    /// Where each text begins, and where the last one ends.
    pub fn offsets(&self) -> &[u32] {
        self.0.offsets()
    }

    /// The texts one after the other.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}
