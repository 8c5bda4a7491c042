//! Session information: what `authenticate` and `get_session_info` tell a web client.
//!
//! The shape of each series is a template beside this module, drawn from recordings. A text
//! `{name}` in it is replaced by the fact of that name; a member `name?internal` is for internal
//! users only, a member `name?20` for 20.0 and later.

use odoo_sandbox_orm::{Flavour, User};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Fills the series' template for a user of database `db` on a server at `base_url`.
pub(crate) fn build(flavour: Flavour, user: &User, db: &str, base_url: Value) -> Value {
    let template = match flavour {
        Flavour::V17 => include_str!("session_info/17.0.json"),
        Flavour::V18 => include_str!("session_info/18.0.json"),
        _ => include_str!("session_info/19.0.json"),
    };
    let template = serde_json::from_str(template).unwrap_or_default();
    let facts = Facts {
        user,
        db,
        base_url,
        flavour,
    };
    facts.fill(template)
}

/// OdooBot and Administrator, whom every database has from the start.
const FIRST_USERS: i64 = 2;

struct Facts<'a> {
    user: &'a User,
    db: &'a str,
    base_url: Value,
    flavour: Flavour,
}

impl Facts<'_> {
    fn fill(&self, template: Value) -> Value {
        match template {
            Value::String(text) => match text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
                Some(name) => self.fact(name),
                None => Value::String(text),
            },
            Value::Array(items) => items.into_iter().map(|item| self.fill(item)).collect(),
            Value::Object(members) => Value::Object(self.fill_members(members)),
            other => other,
        }
    }

    fn fill_members(&self, members: Map<String, Value>) -> Map<String, Value> {
        members
            .into_iter()
            .filter_map(|(name, value)| {
                let (bare, wanted) = match name.split_once('?') {
                    Some((bare, "internal")) => (bare, self.user.is_internal),
                    Some((bare, _)) => (bare, self.flavour >= Flavour::V20),
                    None => (name.as_str(), true),
                };
                wanted.then(|| (bare.to_owned(), self.fill(value)))
            })
            .collect()
    }

    fn fact(&self, name: &str) -> Value {
        let user = self.user;
        match name {
            "uid" => json!(user.uid),
            "login" => json!(user.login),
            "name" => json!(user.name),
            "partner_id" => json!(user.partner_id),
            "partner_write_date" => json!(user.partner_write_date),
            "context" => json!(user.context),
            "lang" => user.context.get("lang").cloned().unwrap_or_default(),
            "is_system" => json!(user.is_system),
            "is_admin" => json!(user.is_admin),
            "is_internal" => json!(user.is_internal),
            "is_share" => json!(!user.is_internal),
            "companies" => self.companies(),
            "several_companies" => json!(user.companies.len() > 1),
            "current_tour" => self.current_tour(),
            "signature" => self.signature(),
            "db" => json!(self.db),
            "version" => json!(self.flavour.to_string()),
            "version_info" => version_info(self.flavour),
            "worker_version" => json!(format!("{}-2", self.flavour)),
            "base_url" => self.base_url.clone(),
            "hash" => json!(self.hash()),
            "short_hash" => json!(self.hash()[..40]),
            _ => Value::Null,
        }
    }

    fn companies(&self) -> Value {
        let allowed: Map<String, Value> = self
            .user
            .companies
            .iter()
            .map(|company| {
                let mut facts = json!({
                    "id": company.id, "name": company.name, "sequence": 0, "child_ids": [], "parent_id": false,
                    "timesheet_uom_id": 4, "timesheet_uom_factor": 1.0,
                });
                if self.flavour >= Flavour::V19 {
                    facts["currency_id"] = json!(1);
                }
                (company.id.to_string(), facts)
            })
            .collect();
        json!({
            "current_company": self.user.company.id,
            "allowed_companies": allowed,
            "disallowed_ancestor_companies": {},
        })
    }

    fn current_tour(&self) -> Value {
        if !self.user.is_admin {
            return Value::Null;
        }
        json!({
            "name": "crm_tour", "url": "/odoo", "custom": false, "steps": [],
            "rainbowManMessage": "<p>Congrats, best of luck catching such big fish! :)</p>",
        })
    }

    fn signature(&self) -> Value {
        let name = &self.user.name;
        if self.flavour >= Flavour::V19 {
            return json!(format!("<div>{name}</div>"));
        }
        // The first users come with a signature of their own; later ones get that of a new user.
        if self.user.uid <= FIRST_USERS {
            return json!(format!(
                "<span data-o-mail-quote=\"1\">-- <br data-o-mail-quote=\"1\">\n{name}</span>"
            ));
        }
        json!(format!(
            "<p data-o-mail-quote=\"1\">--<br data-o-mail-quote=\"1\">{name}</p>"
        ))
    }

    /// Stands in the place of tokens and cache keys: as long as theirs, the same for the same user.
    fn hash(&self) -> String {
        sha256_hex(format!("{}/{}/{}", self.flavour, self.db, self.user.uid).as_bytes())
    }
}

/// Writes a series as Odoo's tuple.
pub(crate) fn version_info(flavour: Flavour) -> Value {
    if flavour.is_saas() {
        let version = flavour.to_string();
        let (major, minor) = version.split_once('.').unwrap_or_default();
        return json!([major, minor.parse::<u32>().unwrap_or(0), 0, "final", 0, ""]);
    }
    json!([flavour.major(), 0, 0, "final", 0, ""])
}

/// Returns 64 hexadecimal digits that change with the bytes.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
