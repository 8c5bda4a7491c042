use std::collections::VecDeque;

use super::*;

fn plan(order: &str) -> Plan {
    Plan {
        model: "res.partner".into(),
        order: Order::of(order),
        page_size: 2,
        limit: u64::MAX,
        prefetch: 1,
        can_cut: true,
    }
}

fn reading(order: &str, change: impl FnOnce(&mut Plan)) -> Pages {
    let mut plan = plan(order);
    change(&mut plan);
    Pages::new(plan)
}

/// A server that holds some ids, and gives at most `most` records at once.
struct Server {
    ids: Vec<i64>,
    most: usize,
    asked: Vec<Query>,
    searches: Vec<Search>,
}

impl Server {
    fn new(ids: impl IntoIterator<Item = i64>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
            most: usize::MAX,
            asked: Vec::new(),
            searches: Vec::new(),
        }
    }

    fn page(&self, query: &Query) -> Vec<i64> {
        let is_within = |id: &i64| {
            query.after.is_none_or(|after| *id > after) && query.up_to.is_none_or(|end| *id <= end)
        };
        self.ids
            .iter()
            .copied()
            .filter(is_within)
            .skip(query.offset.unwrap_or(0) as usize)
            .take((query.limit as usize).min(self.most))
            .collect()
    }

    fn search(&self, search: &Search) -> Vec<i64> {
        let after = |id: &&i64| search.after.is_none_or(|after| **id > after);
        self.ids
            .iter()
            .filter(after)
            .copied()
            .take(search.limit as usize)
            .collect()
    }
}

fn came(ids: &[i64]) -> Came {
    Came {
        length: ids.len() as u64,
        first: ids.first().copied(),
        last: ids.last().copied(),
    }
}

/// Reads to the end: every page arrives at once. `between` changes the server after each page that
/// is given.
fn read_all(
    pages: &mut Pages,
    server: &mut Server,
    mut between: impl FnMut(&mut Server, usize),
) -> Result<Vec<i64>, Refusal> {
    let mut under_way: VecDeque<Vec<i64>> = VecDeque::new();
    let mut all = Vec::new();
    let mut turns = 0;
    while !pages.is_full() {
        pages.wait();
        ask(pages, server, &mut under_way);
        let ids = under_way.pop_front().expect("a page is under way");
        let given = pages.given(came(&ids))?;
        if given.is_last {
            break;
        }
        if given.drops_ahead {
            under_way.clear();
        }
        let fresh: Vec<i64> = ids
            .into_iter()
            .skip(given.skip as usize)
            .filter(|id| given.cut.is_none_or(|cut| *id <= cut))
            .collect();
        pages.gave(fresh.len() as u64);
        all.extend(fresh);
        turns += 1;
        assert!(turns < 1000, "a reading without an end");
        ask(pages, server, &mut under_way);
        between(server, turns);
    }
    Ok(all)
}

fn ask(pages: &mut Pages, server: &mut Server, under_way: &mut VecDeque<Vec<i64>>) {
    loop {
        match pages.step() {
            Step::Ask(query) => {
                let ids = server.page(&query);
                pages.arrived(query.number, ids.last().copied());
                match query.is_rest {
                    true => under_way.push_front(ids),
                    false => under_way.push_back(ids),
                }
                server.asked.push(query);
            }
            Step::Search(search) => {
                server.searches.push(search);
                pages.searched(Some(&server.search(&search)));
            }
            Step::Wait => return,
        }
    }
}

fn all_of(pages: &mut Pages, server: &mut Server) -> Vec<i64> {
    read_all(pages, server, |_, _| {}).expect("no refusal")
}

#[test]
fn every_record_is_given_once_by_id_and_by_offset_whatever_the_sizes() {
    for can_cut in [true, false] {
        for order in ["id", "name"] {
            for page_size in 1..8 {
                for prefetch in 0..6 {
                    for count in [0, 1, 2, 3, 7, 40] {
                        let mut server = Server::new(1..=count);
                        let mut pages = reading(order, |plan| {
                            plan.page_size = page_size;
                            plan.prefetch = if can_cut { prefetch } else { 1 };
                            plan.can_cut = can_cut;
                        });
                        let expected: Vec<i64> = (1..=count).collect();
                        assert_eq!(
                            all_of(&mut pages, &mut server),
                            expected,
                            "{order} {page_size} {prefetch} {can_cut}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_limit_is_kept_and_no_page_asks_for_more() {
    for order in ["id", "name"] {
        let mut server = Server::new(1..=50);
        let mut pages = reading(order, |plan| plan.limit = 5);
        assert_eq!(all_of(&mut pages, &mut server), [1, 2, 3, 4, 5]);
        assert_eq!(
            server.asked.iter().map(|query| query.limit).max(),
            Some(2 + u64::from(order == "name"))
        );
    }
}

#[test]
fn a_reading_of_a_few_pages_asks_for_nothing_but_them_and_a_longer_one_searches_for_ends() {
    let mut server = Server::new(1..=5);
    all_of(&mut reading("id", |_| {}), &mut server);
    assert_eq!((server.asked.len(), server.searches.len()), (4, 0));
    let mut server = Server::new(1..=200);
    all_of(&mut reading("id", |plan| plan.prefetch = 4), &mut server);
    assert!(server.searches.len() > 1);
    assert!(server.asked.iter().any(|query| query.up_to.is_some()));
}

#[test]
fn a_page_that_is_shorter_than_was_asked_for_is_not_the_end() {
    for order in ["id", "name"] {
        for prefetch in [0, 1, 4] {
            let mut server = Server::new(1..=60);
            server.most = 3;
            let mut pages = reading(order, |plan| {
                plan.page_size = 5;
                plan.prefetch = prefetch;
            });
            assert_eq!(
                all_of(&mut pages, &mut server),
                (1..=60).collect::<Vec<_>>(),
                "{order} {prefetch}"
            );
        }
    }
}

#[test]
fn a_server_that_begins_to_give_fewer_records_a_page_loses_none() {
    let mut server = Server::new(1..=60);
    let mut pages = reading("id", |plan| {
        plan.page_size = 5;
        plan.prefetch = 3;
    });
    let read = read_all(&mut pages, &mut server, |server, turns| {
        if turns == 6 {
            server.most = 2;
        }
    });
    assert_eq!(read, Ok((1..=60).collect()));
}

#[test]
fn what_is_created_and_deleted_meanwhile_neither_doubles_nor_hides_other_records() {
    let mut server = Server::new((1..=100).map(|id| id * 10));
    let mut pages = reading("id", |plan| {
        plan.page_size = 4;
        plan.prefetch = 3;
    });
    let read = read_all(&mut pages, &mut server, |server, turns| {
        let gone = (turns as i64 * 37 % 100 + 1) * 10;
        server.ids.retain(|&id| id != gone);
        let place = server.ids.partition_point(|&id| id < gone + 5);
        server.ids.insert(place, gone + 5);
    })
    .expect("no refusal");
    assert!(
        read.is_sorted_by(|one, other| one < other),
        "twice, or out of order: {read:?}"
    );
    // What was there all the time was given.
    assert!(
        server
            .ids
            .iter()
            .filter(|id| *id % 10 == 0)
            .all(|id| read.contains(id))
    );
}

#[test]
fn records_that_vanish_from_a_page_whose_end_was_found_under_way_give_none_twice() {
    let mut pages = reading("id", |plan| plan.prefetch = 2);
    let query = |pages: &mut Pages| match pages.step() {
        Step::Ask(query) => query,
        step => panic!("{step:?}"),
    };
    for last in [2, 4, 6] {
        pages.wait();
        let number = query(&mut pages).number;
        pages.arrived(number, Some(last));
        let ids = [last - 1, last];
        assert!(!pages.given(came(&ids)).expect("no refusal").is_last);
        pages.gave(2);
    }
    let Step::Search(search) = pages.step() else {
        panic!("no search")
    };
    let _ = query(&mut pages);
    pages.searched(Some(&(7..7 + search.limit as i64).collect::<Vec<_>>()));
    // The page without an end has one now, and the next begins there.
    assert_eq!(query(&mut pages).after, Some(8));
    // 8 has vanished: the page goes beyond its end.
    pages.wait();
    let given = pages.given(came(&[7, 9])).expect("no refusal");
    assert_eq!(given.cut, Some(8));
}

#[test]
fn a_server_that_does_not_mind_the_id_cannot_make_a_reading_endless() {
    for ids in [[1, 2], [2, 3], [5, 4]] {
        let mut pages = reading("id", |_| {});
        pages.wait();
        assert!(matches!(pages.step(), Step::Ask(_)));
        pages.given(came(&[1, 2])).expect("no refusal");
        pages.gave(2);
        assert!(matches!(pages.step(), Step::Ask(_)));
        let refusal = pages.given(came(&ids)).expect_err("a refusal");
        let Refusal::Standstill(words) = refusal else {
            panic!("{refusal:?}")
        };
        assert!(
            words
                .starts_with("The pages of res.partner.search_read do not go on: after id 2 came "),
            "{words}"
        );
    }
}

#[test]
fn a_first_page_in_another_order_is_refused_by_two_of_its_own_ids() {
    let mut pages = reading("id", |_| {});
    pages.wait();
    assert!(matches!(pages.step(), Step::Ask(_)));
    let refusal = pages.given(came(&[57, 38])).expect_err("a refusal");
    assert!(
        matches!(&refusal, Refusal::Standstill(words) if words.contains("after id 57 came 38. ")),
        "{refusal:?}"
    );
}

#[test]
fn records_without_ids_are_refused() {
    let mut pages = reading("id", |_| {});
    pages.wait();
    assert!(matches!(pages.step(), Step::Ask(_)));
    let came = Came {
        length: 2,
        first: None,
        last: None,
    };
    assert!(matches!(pages.given(came), Err(Refusal::Standstill(_))));
}

#[test]
fn ids_below_0_are_read_as_well() {
    let mut server = Server::new(-7..=3);
    assert_eq!(
        all_of(&mut reading("id", |plan| plan.prefetch = 3), &mut server),
        (-7..=3).collect::<Vec<_>>()
    );
}

#[test]
fn records_that_move_under_another_order_are_refused_and_what_came_before_stays() {
    let mut server = Server::new(1..=20);
    let mut pages = reading("name", |_| {});
    let refusal = read_all(&mut pages, &mut server, |server, turns| {
        if turns == 2 {
            server.ids.remove(0);
        }
    })
    .expect_err("a refusal");
    let Refusal::Moved(words) = refusal else {
        panic!("{refusal:?}")
    };
    assert!(
        words.contains("in the order 'name, id': record 6 is no longer row 5"),
        "{words}"
    );
    assert_eq!(pages.rows(), 6);
}

#[test]
fn where_no_record_can_be_left_out_rows_behind_a_short_page_are_refused() {
    let mut server = Server::new(1..=20);
    server.most = 1;
    let mut pages = reading("name", |plan| plan.can_cut = false);
    assert!(matches!(
        read_all(&mut pages, &mut server, |_, _| {}),
        Err(Refusal::Moved(_))
    ));
}

#[test]
fn where_no_record_can_be_left_out_a_page_with_more_than_was_asked_for_is_refused() {
    for order in ["id", "name"] {
        let mut pages = reading(order, |plan| plan.can_cut = false);
        pages.wait();
        assert!(matches!(pages.step(), Step::Ask(_)));
        let refusal = pages.given(came(&[1, 2, 3])).expect_err("a refusal");
        let Refusal::Standstill(words) = refusal else {
            panic!("{refusal:?}")
        };
        assert!(
            words.starts_with(
                "The answer of res.partner.search_read has 3 records, where no more than 2 were \
                 asked for. What to do: "
            ),
            "{words}"
        );
    }
}

#[test]
fn a_server_that_does_not_mind_the_offset_cannot_make_a_reading_endless() {
    for (can_cut, again, words) in [
        (false, &[1, 2][..], "record 1 came twice"),
        (false, &[2, 3], "record 2 came twice"),
        (true, &[1, 2, 3], "record 2 is no longer row 1"),
    ] {
        let mut pages = reading("name", |plan| plan.can_cut = can_cut);
        pages.wait();
        assert!(matches!(pages.step(), Step::Ask(_)));
        pages.given(came(&[1, 2])).expect("no refusal");
        pages.gave(2);
        pages.wait();
        assert!(matches!(pages.step(), Step::Ask(_)));
        let refusal = pages.given(came(again)).expect_err("a refusal");
        assert!(
            matches!(&refusal, Refusal::Moved(said) if said.contains(words)),
            "{refusal:?}"
        );
    }
}

#[test]
fn nothing_is_asked_for_ahead_of_the_first_page_by_offset() {
    let mut pages = reading("name", |plan| plan.prefetch = 4);
    pages.wait();
    assert!(matches!(pages.step(), Step::Ask(_)));
    assert_eq!(pages.step(), Step::Wait);
}

#[test]
fn the_next_page_is_asked_for_as_soon_as_this_one_has_arrived() {
    let mut pages = reading("id", |_| {});
    pages.wait();
    assert!(matches!(pages.step(), Step::Ask(_)));
    assert_eq!(pages.step(), Step::Wait);
    pages.arrived(1, Some(2));
    let Step::Ask(query) = pages.step() else {
        panic!("no page")
    };
    assert_eq!((query.after, query.limit), (Some(2), 2));
}

#[test]
fn a_search_that_fails_leaves_the_pages_as_they_are() {
    let mut server = Server::new(1..=40);
    let mut pages = reading("id", |plan| plan.prefetch = 3);
    let mut under_way = VecDeque::new();
    let mut all = Vec::new();
    loop {
        pages.wait();
        loop {
            match pages.step() {
                Step::Ask(query) => {
                    let ids = server.page(&query);
                    pages.arrived(query.number, ids.last().copied());
                    under_way.push_back(ids);
                }
                Step::Search(search) => {
                    server.searches.push(search);
                    pages.searched(None);
                }
                Step::Wait => break,
            }
        }
        let ids = under_way.pop_front().expect("a page");
        if pages.given(came(&ids)).expect("no refusal").is_last {
            break;
        }
        pages.gave(ids.len() as u64);
        all.extend(ids);
    }
    assert_eq!(
        (all, server.searches.len()),
        ((1..=40).collect::<Vec<_>>(), 1)
    );
}
