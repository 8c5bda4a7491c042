//! The same call has the same result on every protocol and every version: what the servers answer in different forms is
//! brought into one here.
//!
//! Odoo 17 answers `copy` and `message_post` with an id, later versions with a list of one; JSON-2 gives recordsets as
//! lists always, `create` of a single record included (recordings `kw-copy`, `mail-message-post-note`, `json2-create-dict`).

use super::Call;
use crate::value::{Kind, Value, as_integer};

/// What a call's result has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the server says.
    AsItIs,
    /// An id: a list of one is that one.
    OneId,
}

/// The form that the result of `call` has to have.
pub fn form_of<V: Value>(call: &Call<V>) -> Form {
    let first = || call.args.item(0);
    let is_one = if call.method.is_word("create") {
        // `vals_list` by name is a list, and gives one.
        first().is_some_and(|values| values.kind() == Kind::Object)
    } else if call.method.is_word("copy") || call.method.is_word("message_post") {
        first().is_some_and(|ids| {
            as_integer(&ids).is_some() || (ids.item(0).is_some() && ids.item(1).is_none())
        })
    } else {
        false
    };
    match is_one {
        true => Form::OneId,
        false => Form::AsItIs,
    }
}

impl Form {
    /// The result in this form.
    pub fn of<V: Value>(self, result: V) -> V {
        if self == Self::AsItIs || result.kind() != Kind::Array {
            return result;
        }
        match (result.item(0), result.item(1)) {
            (Some(id), None) if as_integer(&id).is_some() => id,
            _ => result,
        }
    }
}
