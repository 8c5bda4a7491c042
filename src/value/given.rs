//! The port to what a program passed: an argument, options, a configuration. It is read once, and
//! no message repeats a secret.

use super::Value;

/// A value that a program passed.
pub trait Given: Value {
    /// The value as plain data, read once: nothing that a program wrote runs when it is read again.
    /// `name` is what an exception calls it.
    ///
    /// # Errors
    /// The exception that says what in it JSON cannot carry: its message is for the program as it
    /// is.
    fn plain(self, _name: &str) -> Result<Self, Self> {
        Ok(self)
    }

    /// The members of an object that are among `known` (names with spaces between them), read once,
    /// and below `unknown` the names of the others that are given, where there are any. Any other
    /// kind is left as it is.
    ///
    /// # Errors
    /// The exception of an object that cannot be read.
    fn options(self, known: &'static str) -> Result<Self, Self>;

    /// What is wrong with a record's values (or a list of them) that hold a many2one in a form in
    /// which it is read, such as `[7, "Ada"]`; `{ id, display_name }` where nobody `takes_objects`.
    /// `name` is what the message calls the values.
    fn link_fault(&self, _name: &str, _takes_objects: bool) -> Option<String> {
        None
    }

    /// Whether this is a text that is not blank.
    fn is_name(&self) -> bool;

    /// Whether this is a text of ASCII letters, digits, `_` and dots, with something on each side
    /// of a dot: the name of a model or a method, which may become a part of a path.
    fn is_dotted_name(&self) -> bool;

    /// Whether these are the arguments of a call with nothing unusual about them: two names, a
    /// list, an object. Only a shortcut past [`crate::crud`]'s checks, which say what is wrong.
    fn is_plain_call(_model: &Self, _method: &Self, _args: &Self, _kwargs: &Self) -> bool {
        false
    }

    /// The named arguments that the options of a search in `domain` stand for, `fields` among them
    /// where the search reads, when there is nothing unusual about both. Only a shortcut:
    /// [`crate::crud`]'s long way must come to the same.
    fn plain_search(_domain: &Self, _options: &Self, _with_fields: bool) -> Option<Self> {
        None
    }
}
