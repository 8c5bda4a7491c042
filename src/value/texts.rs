//! The port to texts: values that are serialised, and the addresses and bodies that are made of
//! them.

use super::Value;

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

/// What values are serialised to.
pub trait Texts: Value {
    /// The serialised form: a JavaScript string in the package, a `String` on the host.
    type Text: Clone + 'static;

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

    /// The value with `***` in place of `secret`, in every text of it; `None` where it is in none.
    fn without(&self, secret: &str) -> Option<Self>;

    /// Serialises `values`, with commas between them.
    ///
    /// # Errors
    /// As [`Texts::to_json`].
    fn listed(values: [&Self; 4]) -> Result<Self::Text, Self> {
        let [a, b, c, d] = values;
        let texts = [a.to_json()?, b.to_json()?, c.to_json()?, d.to_json()?];
        let [a, b, c, d] = texts.each_ref().map(Part::Text);
        let comma = || Part::Literal(",");
        Ok(Self::join(&[a, comma(), b, comma(), c, comma(), d]))
    }

    /// Joins `parts` into one text.
    fn join(parts: &[Part<'_, Self::Text>]) -> Self::Text;
}
