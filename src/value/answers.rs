//! The port to what a server answered, where a look at all of it is one step for its holder.

use super::Value;

/// A value that a server answered.
pub trait Answers: Value {
    /// The names of [`crate::binary::object_fields`], of which this may be a shortcut.
    fn object_fields(&self, nested: bool) -> Vec<String>;

    /// The result in a JSON-RPC answer to the request `id` that has nothing unusual about it;
    /// `None` sends it the long way through [`crate::protocol::envelope`]. Only a shortcut: the
    /// long way must come to the same.
    fn plain_result(&self, _id: u64) -> Option<Self> {
        None
    }
}
