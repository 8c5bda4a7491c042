// What is read and created: partners, ten fields of them.

export const model = 'res.partner';
export const fields = [
  'name',
  'email',
  'phone',
  'street',
  'city',
  'zip',
  'country_id',
  'is_company',
  'create_date',
  'category_id',
];

/** Partners to create, each a little different. */
export const partners = (count, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Partner ${from + index} – Żółć & Søn`,
    email: `partner${from + index}@example.com`,
    phone: '+32 2 290 34 90',
    street: `${index} Rue du Laid Burniat`,
    city: 'Ottignies-Louvain-la-Neuve',
    zip: '1348',
    is_company: index % 3 === 0,
  }));

/** Makes sure that there are at least so many partners. */
export async function fill(client, wanted) {
  const chunk = 1000;
  for (let have = await client.searchCount(model); have < wanted; have += chunk)
    await client.create(model, partners(Math.min(chunk, wanted - have), have));
}
