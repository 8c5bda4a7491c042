//! Values of binary fields in the object that Odoo has around them from version 20 on:
//! `{filename?, content?, size}`.

use crate::escape::unescaped;
use crate::json::{Json, Next, Stop, Text};
use crate::size::size_in_words;

use super::{Blank, Column, Texts, Values, other_kind};

/// What such an object says.
struct Object {
    content: Option<Text>,
    size: f64,
    end: usize,
}

impl Column {
    /// Reads such an object as the versions before write the same: base64; `false` for nothing; and
    /// without the content its size in words, as where only sizes are asked for.
    pub(super) fn read_object(&mut self, json: &Json<'_>, at: usize) -> Next {
        let object = Object::read(json, at)?;
        let is_empty = object
            .content
            .map_or(object.size == 0.0, |content| content.start == content.end);
        if is_empty {
            self.push_blank(Blank::False);
            return Ok(object.end);
        }
        if let Values::Texts(Texts::Plain(plain)) = &mut self.values {
            match object.content {
                Some(content) => plain.push_text(json, content)?,
                None => plain.push_bytes(size_in_words(object.size as u64).as_bytes())?,
            }
        }
        if self.blanks.count > 0 {
            self.blanks.valid.push(true);
        }
        Ok(object.end)
    }
}

impl Object {
    /// Reads an object; one that says neither content nor size is another kind of value.
    fn read(json: &Json<'_>, start: usize) -> Result<Self, Stop> {
        // From here on it is known to be JSON.
        let end = json.skip(start)?;
        let (mut content, mut size) = (None, None);
        let mut at = json.space(start + 1);
        while json.byte(at) == b'"' {
            let key = json.text(at + 1)?;
            let value = json.space(json.sign(json.space(key.end + 1), b':', "a colon")?);
            match unescaped(json.slice(key.start, key.end)).as_slice() {
                b"content" if json.byte(value) == b'"' => content = Some(json.text(value + 1)?),
                b"size" => size = json.number(value).ok().map(|(number, _)| number.as_f64()),
                _ => {}
            }
            at = json.space(json.skip(value)?);
            if json.byte(at) == b',' {
                at = json.space(at + 1);
            }
        }
        if content.is_none() && size.is_none() {
            return Err(other_kind(json, start));
        }
        Ok(Self {
            content,
            size: size.unwrap_or_default(),
            end,
        })
    }
}
