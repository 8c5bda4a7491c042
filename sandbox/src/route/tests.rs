use super::*;

fn endpoint(flavour: Flavour, verb: &str, path: &str) -> Option<Endpoint> {
    Route::find(flavour, verb, path).map(|route| route.endpoint)
}

#[test]
fn json_2_is_there_from_19_on() {
    let path = "/json/2/res.partner/search";
    assert_eq!(endpoint(Flavour::V17, "POST", path), None);
    assert_eq!(endpoint(Flavour::V18, "POST", path), Some(Endpoint::Json));
    assert!(matches!(
        endpoint(Flavour::V19, "POST", path),
        Some(Endpoint::Json2 { .. })
    ));
    assert_eq!(
        endpoint(Flavour::V19, "GET", path),
        Some(Endpoint::Json2Fallback)
    );
}

#[test]
fn a_report_is_told_by_its_name_and_the_ids_of_its_records() {
    let report = |converter, name: &str, ids: &str| {
        Some(Endpoint::Report {
            converter,
            name: name.into(),
            ids: ids.into(),
        })
    };
    for (path, expected) in [
        (
            "/report/pdf/account.report_invoice/1%2C2",
            report(Converter::Pdf, "account.report_invoice", "1,2"),
        ),
        ("/report/html/x.y", report(Converter::Html, "x.y", "")),
        ("/report/pdf", None),
        ("/report/docx/x.y/1", report(Converter::Unknown, "x.y", "1")),
        ("/report/pdf/x.y/1/2", None),
    ] {
        assert_eq!(endpoint(Flavour::V18, "GET", path), expected, "{path}");
    }
}

#[test]
fn paths_may_be_percent_encoded_and_end_in_a_slash() {
    assert_eq!(
        endpoint(Flavour::V17, "POST", "/web/dataset/call%5Fkw/"),
        Some(Endpoint::CallKw)
    );
}
