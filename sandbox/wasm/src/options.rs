//! The options of `createSandbox`, and the sandbox they ask for.

use std::collections::BTreeMap;

use odoo_sandbox::{Database, Flavour, Sandbox, Settings};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The superuser, who may read every user.
const SUPERUSER: i64 = 1;

/// What may be asked of a sandbox; everything has a default.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Options {
    /// The series, `19.0` or `19`.
    odoo: String,
    /// The only database's name.
    database: Option<String>,
    /// The databases' names.
    databases: Option<Vec<String>>,
    /// Whether there are the sample records of a demo database.
    samples: bool,
    /// Declarations by model name, as in a module file.
    models: Map<String, Value>,
    /// Lists of records by model name.
    records: Map<String, Value>,
    /// The texts of module files (TOML or JSON).
    data: Vec<String>,
    /// API keys by login.
    api_keys: BTreeMap<String, String>,
    /// Logins of users with two-factor authentication.
    two_factor: Vec<String>,
    /// How long a session lives without a request.
    session_lifetime_ms: Option<f64>,
    /// Whether `/sandbox/…` answers.
    control: bool,
    /// What session ids and probabilities are drawn from.
    seed: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            odoo: Flavour::V19.to_string(),
            database: None,
            databases: None,
            samples: true,
            models: Map::new(),
            records: Map::new(),
            data: Vec::new(),
            api_keys: BTreeMap::new(),
            two_factor: Vec::new(),
            session_lifetime_ms: None,
            control: false,
            seed: 0.0,
        }
    }
}

/// Makes the sandbox that options, as JSON, ask for.
///
/// # Errors
/// Says which option is wrong, and what it should be.
pub fn sandbox(options: &str) -> Result<Sandbox, String> {
    let options: Options = serde_json::from_str(options).map_err(|error| without_place(&error))?;
    let flavour: Flavour = options
        .odoo
        .parse()
        .map_err(|error| format!("odoo: {error}"))?;
    let mut settings = Settings::new(flavour);
    settings.control = options.control;
    settings.arguments = true;
    settings.seed = options.seed.to_bits();
    if let Some(lifetime) = options.session_lifetime_ms {
        settings.session.lifetime_ms = lifetime as u64;
    }
    let databases = names(&options)?
        .iter()
        .map(|name| database(name, flavour, &options))
        .collect::<Result<_, _>>()?;
    Ok(Sandbox::new(settings, databases))
}

/// Names the databases.
fn names(options: &Options) -> Result<Vec<String>, String> {
    let names = match (&options.database, &options.databases) {
        (Some(_), Some(_)) => {
            return Err("give database or databases, not both".to_owned());
        }
        (Some(name), None) => vec![name.clone()],
        (None, Some(names)) => names.clone(),
        (None, None) => vec!["demo".to_owned()],
    };
    for (place, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err("databases: a database's name is not empty".to_owned());
        }
        if names[..place].contains(name) {
            return Err(format!("databases: there are two called {name}"));
        }
    }
    Ok(names)
}

fn database(name: &str, flavour: Flavour, options: &Options) -> Result<Database, String> {
    let mut database = if options.samples {
        Database::demo(name, flavour)
    } else {
        Database::fresh(name, flavour)
    };
    for (place, text) in options.data.iter().enumerate() {
        database
            .load(text)
            .map_err(|error| format!("data[{place}]: {error}"))?;
    }
    if !options.models.is_empty() || !options.records.is_empty() {
        let file = json!({"models": options.models, "records": options.records});
        database
            .load(&file.to_string())
            .map_err(|error| error.to_string())?;
    }
    for (login, key) in &options.api_keys {
        let uid = uid_of(&mut database, login)
            .ok_or_else(|| format!("apiKeys: there is no user {login}"))?;
        database.add_api_key(uid, key, None);
    }
    for login in &options.two_factor {
        let uid = uid_of(&mut database, login)
            .ok_or_else(|| format!("twoFactor: there is no user {login}"))?;
        let args = vec![json!([uid]), json!({"totp_enabled": true})];
        database
            .execute_kw(SUPERUSER, "res.users", "write", args, Map::new())
            .map_err(|fault| format!("twoFactor: {}", fault.message))?;
    }
    Ok(database)
}

fn uid_of(database: &mut Database, login: &str) -> Option<i64> {
    let domain = json!([["login", "=", login]]);
    database
        .execute_kw(SUPERUSER, "res.users", "search", vec![domain], Map::new())
        .ok()??
        .get(0)?
        .as_i64()
}

/// Words an error about JSON that no one wrote by hand: its line and column tell nothing.
pub fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(options: &str) -> String {
        sandbox(options).map(drop).expect_err("a refusal")
    }

    #[test]
    fn without_options_it_is_the_demo_database_of_the_newest_series() {
        let mut sandbox = sandbox("{}").expect("a sandbox");
        assert_eq!(sandbox.settings().flavour, Flavour::V19);
        assert!(sandbox.database_mut("demo").is_some());
    }

    #[test]
    fn models_and_records_are_there_in_every_database() {
        let options = json!({
            "odoo": "17.0", "databases": ["a", "b"],
            "models": {"x.pet": {"fields": {"name": {"type": "char", "required": true}}, "access": {"base.group_user": "rwcd"}}},
            "records": {"x.pet": [{"name": "Rex"}, {"name": "Tom"}], "res.partner": [{"name": "Ada", "country_id": "base.be"}]},
        });
        let mut sandbox = sandbox(&options.to_string()).expect("a sandbox");
        for name in ["a", "b"] {
            let database = sandbox.database_mut(name).expect("the database");
            let mut count = |model: &str, domain: Value| {
                let answer =
                    database.execute_kw(2, model, "search_count", vec![domain], Map::new());
                answer.expect("a count")
            };
            assert_eq!(count("x.pet", json!([])), Some(json!(2)));
            let ada = json!([["name", "=", "Ada"], ["country_id.code", "=", "BE"]]);
            assert_eq!(count("res.partner", ada), Some(json!(1)));
        }
    }

    #[test]
    fn sandboxes_share_nothing_that_is_written() {
        let mut write = sandbox("{}").expect("a sandbox");
        let mut read = sandbox("{}").expect("a sandbox");
        let ada = json!([["name", "=", "Ada"]]);
        let written = write.database_mut("demo").expect("the database");
        let made = written.execute_kw(
            2,
            "res.partner",
            "create",
            vec![json!([{"name": "Ada"}])],
            Map::new(),
        );
        assert!(made.is_ok());
        let other = read.database_mut("demo").expect("the database");
        let found = other.execute_kw(2, "res.partner", "search_count", vec![ada], Map::new());
        assert_eq!(found.expect("a count"), Some(json!(0)));
    }

    #[test]
    fn samples_may_be_left_out() {
        let count = |samples: bool| {
            let mut sandbox = sandbox(&json!({"samples": samples}).to_string()).expect("a sandbox");
            let database = sandbox.database_mut("demo").expect("the database");
            let leads =
                database.execute_kw(2, "crm.lead", "search_count", vec![json!([])], Map::new());
            leads.expect("a count")
        };
        assert_eq!(count(false), Some(json!(0)));
        assert_ne!(count(true), Some(json!(0)));
    }

    #[test]
    fn an_api_key_opens_json_2() {
        let mut sandbox = sandbox(r#"{"apiKeys": {"demo": "a-key"}}"#).expect("a sandbox");
        let database = sandbox.database_mut("demo").expect("the database");
        assert!(database.user_of_api_key("a-key").is_some());
    }

    #[test]
    fn a_second_factor_is_an_option_or_a_field_of_a_user() {
        let options = json!({
            "twoFactor": ["admin"], "apiKeys": {"admin": "a-key"},
            "records": {"res.users": [{"name": "Eve", "login": "eve", "password": "eve", "totp_enabled": true}]},
        });
        let mut sandbox = sandbox(&options.to_string()).expect("a sandbox");
        let database = sandbox.database_mut("demo").expect("the database");
        let opens = |login: &str, secret: &str| database.login(login, secret).is_some();
        assert!(!opens("admin", "admin") && !opens("eve", "eve"));
        assert!(opens("admin", "a-key") && opens("demo", "demo"));
    }

    #[test]
    fn what_is_wrong_is_said_in_words() {
        for (options, words) in [
            (
                r#"{"recrods": {}}"#,
                "unknown field `recrods`, expected one of `odoo`, `database`",
            ),
            (
                r#"{"odoo": "16.0"}"#,
                "odoo: Odoo \"16.0\" is not one of the sandbox's series: use 17, 18, 19, 20 or saas-19.3",
            ),
            (
                r#"{"database": "a", "databases": ["b"]}"#,
                "give database or databases, not both",
            ),
            (
                r#"{"databases": ["a", "a"]}"#,
                "databases: there are two called a",
            ),
            (r#"{"databases": [""]}"#, "a database's name is not empty"),
            (
                r#"{"apiKeys": {"nobody": "k"}}"#,
                "apiKeys: there is no user nobody",
            ),
            (
                r#"{"twoFactor": ["nobody"]}"#,
                "twoFactor: there is no user nobody",
            ),
            (
                r#"{"records": {"no.model": [{}]}}"#,
                "records of no.model: unknown model",
            ),
            (
                r#"{"records": {"res.partner": [{"nmae": "Ada"}]}}"#,
                "unknown field nmae",
            ),
            (r#"{"data": ["models = 5"]}"#, "data[0]: "),
        ] {
            let refusal = refusal(options);
            assert!(refusal.contains(words), "{refusal}");
            assert!(!refusal.contains(" at line "), "{refusal}");
        }
    }
}
