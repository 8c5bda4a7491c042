//! The port to what a program is shown: a session, which it may print or store.

use super::Value;

/// A value that a program is shown.
pub trait Shown: Value {
    /// Sets a member that is read by its name alone: listing, copying, printing and serialising the
    /// object leave it out. On the host, where that does not exist, an ordinary one.
    fn set_hidden(&mut self, key: &'static str, value: Self) {
        self.set(key, value);
    }
}
