/**
 * Contacts by the thousand, for whoever has too few: which they are, and how they are told from all
 * others.
 */

/** The model they are of. */
export const MODEL = 'res.partner';

/** Finds exactly those that were made here. */
export const MADE_HERE = [['ref', '=like', 'demo-bulk-%']];

const FIRST = [
  'Ada',
  'Amir',
  'Bram',
  'Chloé',
  'Dario',
  'Elif',
  'Emma',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Lena',
  'Mateo',
  'Nora',
  'Olek',
  'Priya',
  'Sanne',
  'Théo',
  'Yuki',
];
const LAST = [
  'Aerts',
  'Bauer',
  'Costa',
  'Dubois',
  'Eriksson',
  'Ferrari',
  'García',
  'Horváth',
  'Ivanova',
  'Jansen',
  'Kowalska',
  'Lemaire',
  'Maes',
  'Novák',
  'Okafor',
  'Peeters',
  'Rossi',
  'Silva',
  'Vermeulen',
];
/** City, country, latitude and how many of a hundred contacts are there. */
const CITIES = [
  ['Brussels', 'BE', 50.85, 24],
  ['Antwerp', 'BE', 51.22, 14],
  ['Paris', 'FR', 48.86, 17],
  ['Lyon', 'FR', 45.76, 8],
  ['Berlin', 'DE', 52.52, 13],
  ['Amsterdam', 'NL', 52.37, 9],
  ['Madrid', 'ES', 40.42, 6],
  ['Milan', 'IT', 45.46, 4],
  ['Lisbon', 'PT', 38.72, 3],
  ['Vienna', 'AT', 48.21, 2],
];
const BY_HUNDRED = CITIES.flatMap((city) => new Array(city[3]).fill(city));

/**
 * The rows for `upsert`: the same ones each time. `countryIds` are those of the countries by code;
 * unknown ones are left out.
 */
export function samplePartners(number, countryIds) {
  return Array.from({ length: number }, (_, at) => {
    // A stride that is prime to the length goes through all of a list, in no order that one sees.
    const [city, country, latitude] = BY_HUNDRED[(at * 37) % BY_HUNDRED.length];
    const [first, last] = [FIRST[(at * 7) % FIRST.length], LAST[(at * 11) % LAST.length]];
    const name = `${first} ${last}`;
    return {
      ref: `demo-bulk-${String(at + 1).padStart(5, '0')}`,
      name,
      city,
      email: `contact.${at + 1}@demo-bulk.example`,
      color: (at * 5) % 12,
      partner_latitude: Math.round((latitude + (((at * 13) % 41) - 20) / 200) * 1000) / 1000,
      ...(countryIds.has(country) && { country_id: countryIds.get(country) }),
    };
  });
}

/** The ids of the countries that the contacts are in, by code. */
export async function countriesOf(client, options) {
  const codes = [...new Set(CITIES.map(([, country]) => country))];
  const found = await client.searchRead('res.country', [['code', 'in', codes]], {
    fields: ['code'],
    ...options,
  });
  return new Map(found.map(({ code, id }) => [code, id]));
}
