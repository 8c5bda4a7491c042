//! `.odoo.env` and the environment, for any text.

use odoo_client_wasm::env::{parse, resolve};
use proptest::prelude::*;

/// The value of the only variable.
fn value_of(line: &str) -> Result<String, String> {
    let mut variables = parse(line).map_err(|malformed| format!("{line}: {}", malformed.reason))?;
    match (variables.pop(), variables.len()) {
        (Some((_, value)), 0) => Ok(value),
        _ => Err(format!("{line}: not one variable")),
    }
}

fn in_double_quotes(value: &str) -> String {
    let escaped = value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\r', "\\r");
    format!("ODOO_PASSWORD=\"{escaped}\"")
}

proptest! {
    #[test]
    fn any_text_is_variables_or_the_number_of_the_line_that_is_wrong(text in any::<String>()) {
        match parse(&text) {
            Ok(variables) => prop_assert!(variables.len() <= text.lines().count()),
            Err(malformed) => prop_assert!(malformed.line >= 1 && malformed.line <= text.lines().count()),
        }
    }

    #[test]
    fn anything_in_double_quotes_is_read_as_it_was_written(value in any::<String>()) {
        prop_assert_eq!(value_of(&in_double_quotes(&value)), Ok(value));
    }

    #[test]
    fn anything_in_single_quotes_is_read_as_it_stands(value in "[^'\r\n]{0,40}") {
        prop_assert_eq!(value_of(&format!("A='{value}' # comment")), Ok(value));
    }

    #[test]
    fn a_plain_password_needs_no_quotes(value in "[!-~&&[^'\"#]][!-~]{0,30}") {
        prop_assert_eq!(value_of(&format!("A={value}")), Ok(value));
    }

    #[test]
    fn what_is_missing_is_named_and_what_is_there_is_never_told(
        given in proptest::collection::vec(any::<bool>(), 4),
    ) {
        let names = ["_URL", "_DB", "_USER", "_PASSWORD"];
        let environment = |name: &str| {
            let index = names.iter().position(|suffix| name == format!("P{suffix}"))?;
            given[index].then(|| "S3CR3T".to_owned())
        };
        match resolve("P", &[], environment, "the environment") {
            Ok(_) => prop_assert!(given.iter().all(|given| *given)),
            Err(message) => {
                let missing: Vec<_> = names.iter().zip(&given).filter(|(_, given)| !**given).map(|(name, _)| format!("P{name}")).collect();
                let first = format!("Missing environment variables: {}", missing.join(", "));
                prop_assert_eq!(message.lines().next(), Some(first.as_str()));
                prop_assert!(!message.contains("S3CR3T"));
            }
        }
    }
}

#[test]
fn the_short_name_of_a_variable_counts_before_the_long_one() {
    let file: Vec<_> = [
        ("P_URL", "u"),
        ("P_DATABASE", "long"),
        ("P_DB", "short"),
        ("P_USERNAME", "x"),
        ("P_PASSWORD", "p"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let config =
        resolve("P", &file, |_| None, "the file").unwrap_or_else(|message| panic!("{message}"));
    assert_eq!(
        (config.database.as_str(), config.username.as_deref()),
        ("short", Some("x"))
    );
}

#[test]
fn a_variable_that_is_set_twice_has_its_last_value() {
    let file =
        parse("P_URL=one\nP_URL=two\nP_DB=d\nP_USER=u\nP_PASSWORD=p\n").expect("well formed");
    let config =
        resolve("P", &file, |_| None, "the file").unwrap_or_else(|message| panic!("{message}"));
    assert_eq!(config.url, "two");
}
