//! What a call is about to do: its safety level, and how the guard describes it to the user who
//! confirms.

use crate::text;

/// How dangerous a method is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SafetyLevel {
    /// Changes nothing.
    Read,
    /// Creates or changes records, or may do so.
    Write,
    /// Destroys records.
    Delete,
}

impl SafetyLevel {
    /// The name that JavaScript sees.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::Write => "WRITE",
            Self::Delete => "DELETE",
        }
    }

    /// Reads the name that JavaScript uses.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Read, Self::Write, Self::Delete]
            .into_iter()
            .find(|level| level.as_str() == name)
    }
}

/// Methods that change nothing: the first contents of `READ_METHODS`.
pub const READ_METHODS: &[&str] = &[
    "search",
    "read",
    "search_read",
    "search_count",
    "fields_get",
    "name_get",
    "name_search",
    "default_get",
    "onchange",
    "load_views",
    "check_access_rights",
    "check_access_rule",
    "read_group",
    // The same for methods that newer versions of Odoo brought.
    "context_get",
    "fields_view_get",
    "formatted_read_group",
    "formatted_read_grouping_sets",
    "get_metadata",
    "get_view",
    "get_views",
    "has_access",
    "has_group",
    "read_progress_bar",
    "search_fetch",
    "search_panel_select_multi_range",
    "search_panel_select_range",
    "web_name_search",
    "web_read",
    "web_read_group",
    "web_search_read",
];

/// Methods that change records on every model, whatever level a program gives a call: such a call
/// is never repeated on a guess.
const CHANGES: &str = "create write unlink copy name_create web_save load message_post message_notify \
    message_subscribe message_unsubscribe activity_schedule activity_feedback action_archive \
    action_unarchive toggle_active web_resequence ";

/// Whether a method changes records on every model that has it.
pub fn always_changes(method: &str) -> bool {
    text::is_word_of(CHANGES, method)
}

/// Methods that destroy records: the first contents of `DELETE_METHODS`.
pub const DELETE_METHODS: &[&str] = &["unlink"];

/// What a [`crate::safety`] guard is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `odoo.<method>`.
    pub name: String,
    /// How dangerous it is.
    pub level: SafetyLevel,
    /// The model, `res.partner`.
    pub model: String,
    /// `<model>.<method>()`.
    pub description: String,
    /// The server's address.
    pub target: String,
}

impl Operation {
    /// Describes a call of `method` on `model` at the server `target`.
    pub fn new(level: SafetyLevel, model: &str, method: &str, target: &str) -> Self {
        Self {
            name: ["odoo.", method].concat(),
            level,
            model: model.into(),
            description: [model, ".", method, "()"].concat(),
            target: target.into(),
        }
    }
}
