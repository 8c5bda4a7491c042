//! The server's address, for any text.

use odoo_client_wasm::url::ServerUrl;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_is_an_address_or_a_reason_why_not(text in ".{0,60}") {
        match ServerUrl::parse(&text) {
            Ok(url) => prop_assert!(url.as_str().starts_with("http")),
            Err(reason) => prop_assert!(reason.starts_with("Invalid url: ")),
        }
    }

    #[test]
    fn what_looks_like_an_address_never_ends_in_a_slash(
        scheme in prop::sample::select(vec!["http", "https", "HTTP", "Https"]),
        host in "[a-z0-9.-]{1,12}",
        port in proptest::option::of(any::<u16>()),
        path in "(/[a-z0-9]{0,4}){0,3}",
        slashes in "/{0,4}",
        rest in "([?#][ -~&&[^@%]]{0,12})?",
    ) {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let text = format!("{scheme}://{host}{port}{path}{slashes}{rest}");
        let url = ServerUrl::parse(&text).map_err(|reason| TestCaseError::fail(format!("{text}: {reason}")))?;
        let expected = format!("{}://{host}{port}{}", scheme.to_lowercase(), path.trim_end_matches('/'));
        prop_assert_eq!(url.as_str(), &expected);
        prop_assert_eq!(url.join("/jsonrpc"), format!("{expected}/jsonrpc"));
        prop_assert_eq!(ServerUrl::parse(url.as_str()), Ok(url.clone()), "an address that was read is read the same");
    }

    #[test]
    fn a_password_in_an_address_is_never_repeated(user in "[a-z]{0,6}", secret in "[!-~&&[^/?#@]]{1,20}") {
        let text = format!("https://{user}:S3CR3T{secret}@odoo.example.com/");
        let reason = ServerUrl::parse(&text).expect_err("it holds a password");
        prop_assert!(!reason.contains("S3CR3T"), "{}", reason);
    }
}
