//! Readings page by page.

use odoo_bulk::pages::{Came, Order, Pages, Plan, Refusal, Step, longest_search};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::told::Told;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What to ask for: a page, or ids with which later pages end. */
export interface Request {
  /** Whether ids are searched for, instead of a page. */
  isSearch: boolean;
  /** The number of the page. */
  number: number;
  /** The id that comes before. */
  after: number | undefined;
  /** The operator of a condition that records come after that id. */
  afterOperator: string;
  /** The id that it ends with. */
  upTo: number | undefined;
  /** The operator of a condition that records do not come after that id. */
  upToOperator: string;
  /** How many records come before; absent by id. */
  offset: number | undefined;
  /** How many are asked for. */
  limit: number;
  /** Whether it is the rest of the page that was given last, and comes before all others. */
  isRest: boolean;
  order: string;
  /** The longest time of a search, in milliseconds. */
  timeoutMs: number | undefined;
}

/** What is given of a page. */
export interface Given {
  /** So many records at its beginning were given before. */
  skip: number;
  /** Records behind this id come with the next page. */
  cut: number | undefined;
  /** Whether it is the end of the reading. */
  isLast: boolean;
  /** Whether the pages that were asked for have to be asked for anew. */
  dropsAhead: boolean;
  /** How many records are wanted at most. */
  left: number;
  /** Why the reading cannot go on, in words; then all else is absent. */
  refusal: string | undefined;
  /** Whether that is because the server gives what was not asked for; else records moved. */
  isStandstill: boolean;
}
";

#[wasm_bindgen]
extern "C" {
    /// What to ask for.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "Request")]
    pub type JsRequest;
    /// What is given of a page, or why nothing is.
    #[wasm_bindgen(extends = Told, js_name = Object, typescript_type = "Given")]
    pub type JsGiven;
}

/// The state of a reading.
#[wasm_bindgen(js_name = Pages)]
pub struct JsPages {
    pages: Pages,
    timeout_ms: f64,
}

#[wasm_bindgen(js_class = Pages)]
impl JsPages {
    /// A reading of at most `limit` records in an order, with a time limit for each page (0 is
    /// none). `canCut` tells whether records can be left out of a page that has come.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: String,
        order: &str,
        #[wasm_bindgen(js_name = pageSize)] page_size: f64,
        limit: f64,
        prefetch: f64,
        #[wasm_bindgen(js_name = canCut)] can_cut: bool,
        #[wasm_bindgen(js_name = timeoutMs)] timeout_ms: f64,
    ) -> Self {
        let pages = Pages::new(Plan {
            model,
            order: Order::of(order),
            page_size: page_size as u64,
            limit: limit as u64,
            prefetch: prefetch as usize,
            can_cut,
        });
        Self { pages, timeout_ms }
    }

    /// Takes that the program waits for a page. Answers whether there may be one: as many records
    /// as were wanted may have been given.
    pub fn wait(&mut self) -> bool {
        self.pages.wait();
        !self.pages.is_full()
    }

    /// Tells what to ask for now. Answers whether there is anything: else something has to come
    /// first.
    #[wasm_bindgen(js_name = next)]
    pub fn step(&mut self, request: &JsRequest) -> bool {
        match self.pages.step() {
            Step::Ask(query) => {
                request.flag("isSearch", false);
                request.number("number", query.number.into());
                request.number_if("after", query.after.map(number));
                request.number_if("upTo", query.up_to.map(number));
                request.number_if("offset", query.offset.map(|offset| offset as f64));
                request.number("limit", query.limit as f64);
                request.flag("isRest", query.is_rest);
            }
            Step::Search(search) => {
                request.flag("isSearch", true);
                request.number_if("after", search.after.map(number));
                request.number("limit", search.limit as f64);
                request.number("timeoutMs", longest_search(self.timeout_ms));
            }
            Step::Wait => return false,
        }
        let order = &self.pages.plan().order;
        request.text("order", order.text());
        let [after, up_to] = order.operators();
        request.text("afterOperator", after);
        request.text("upToOperator", up_to);
        true
    }

    /// Takes that a page has arrived, and the id of its last record.
    pub fn arrived(&mut self, number: u32, last: f64) {
        self.pages.arrived(number, whole(last));
    }

    /// Takes the ids that a search found; absent where it failed.
    pub fn searched(&mut self, ids: Option<Vec<f64>>) {
        let ids: Option<Vec<i64>> = ids.and_then(|ids| ids.into_iter().map(whole).collect());
        self.pages.searched(ids.as_deref());
    }

    /// Takes the page whose turn it is: how many records, and the ids of the first and the last of
    /// them. Tells what is given of it.
    pub fn given(&mut self, length: f64, first: f64, last: f64, told: &JsGiven) {
        let came = Came {
            length: length as u64,
            first: whole(first),
            last: whole(last),
        };
        match self.pages.given(came) {
            Ok(given) => {
                told.number("skip", given.skip as f64);
                told.number_if("cut", given.cut.map(number));
                told.flag("isLast", given.is_last);
                told.flag("dropsAhead", given.drops_ahead);
                told.number("left", self.pages.left() as f64);
            }
            Err(refusal) => {
                told.flag("isStandstill", matches!(refusal, Refusal::Standstill(_)));
                let (Refusal::Standstill(words) | Refusal::Moved(words)) = refusal;
                told.text("refusal", &words);
            }
        }
    }

    /// Whether the record of an id comes behind another one.
    #[wasm_bindgen(js_name = isBehind)]
    pub fn is_behind(&self, id: f64, other: f64) -> bool {
        let ids = whole(id).zip(whole(other));
        ids.is_some_and(|(id, other)| self.pages.is_behind(id, other))
    }

    /// Takes how many records of a page were given.
    pub fn gave(&mut self, count: f64) {
        self.pages.gave(count as u64);
    }
}

fn number(id: i64) -> f64 {
    id as f64
}

/// The whole number that a number is, if it is exact.
fn whole(number: f64) -> Option<i64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    (number.abs() <= MOST && number.fract() == 0.0).then_some(number as i64)
}
