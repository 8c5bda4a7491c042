//! The files that come with the sandbox.

/// The signatures of methods.
pub(crate) const METHODS: &str = include_str!("../models/methods.toml");

/// The modules, in the order they build on each other.
pub(crate) const MODULES: &[&str] = &[
    include_str!("../models/base.toml"),
    include_str!("../models/countries.toml"),
    include_str!("../models/states.toml"),
    include_str!("../models/users.toml"),
    include_str!("../models/modules.toml"),
    include_str!("../models/mail.toml"),
    include_str!("../models/contacts.toml"),
    include_str!("../models/crm.toml"),
    include_str!("../models/project.toml"),
    include_str!("../models/account.toml"),
    include_str!("../models/product.toml"),
    include_str!("../models/sale.toml"),
    include_str!("../models/hr.toml"),
];
