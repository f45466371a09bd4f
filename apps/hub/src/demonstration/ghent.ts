/**
 * The Ghent demonstration: 25 neighbourhoods, four agencies with their real enterprise numbers, and invented people.
 * Numbers, names and centres come from the open data "Stadswijken Gent", attribution "Stad Gent".
 */
export const CITY = '44021';

const centres: readonly (readonly [code: string, name: string, lon: number, lat: number])[] = [
  ['1', 'Binnenstad', 3.7287, 51.04801],
  ['2', 'Sluizeken - Tolhuis - Ham', 3.72819, 51.06294],
  ['3', 'Macharius - Heirnis', 3.73963, 51.05003],
  ['4', 'Brugse Poort - Rooigem', 3.69277, 51.05922],
  ['5', 'Watersportbaan - Ekkergem', 3.69484, 51.04696],
  ['6', 'Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels', 3.71541, 51.05359],
  ['7', 'Rabot - Blaisantvest', 3.71248, 51.06317],
  ['8', 'Wondelgem', 3.71499, 51.0914],
  ['9', 'Bloemekenswijk', 3.70759, 51.07079],
  ['10', 'Muide - Meulestede - Afrikalaan', 3.73331, 51.07361],
  ['11', 'Gentse Kanaaldorpen en -zone', 3.78868, 51.13768],
  ['12', 'Oostakker', 3.77572, 51.09118],
  ['13', 'Dampoort', 3.74987, 51.05262],
  ['14', 'Sint-Amandsberg', 3.77059, 51.06895],
  ['15', 'Moscou - Vogelhoek', 3.75954, 51.02614],
  ['16', 'Gentbrugge', 3.77546, 51.039],
  ['17', 'Oud Gentbrugge', 3.75338, 51.04186],
  ['18', 'Ledeberg', 3.74447, 51.03419],
  ['19', 'Zwijnaarde', 3.70625, 51.00419],
  ['20', 'Nieuw Gent - UZ', 3.72929, 51.02141],
  ['21', 'Stationsbuurt-Zuid', 3.70766, 51.0305],
  ['22', 'Stationsbuurt-Noord', 3.71354, 51.03809],
  ['23', 'Sint-Denijs-Westrem - Afsnee', 3.66936, 51.02508],
  ['24', 'Mariakerke', 3.67701, 51.07432],
  ['25', 'Drongen', 3.63309, 51.05119],
];
export const NEIGHBOURHOODS = centres.map(([code, name, lon, lat]) => ({ code, name, centre: { lon, lat } }));

export const AGENCIES = [
  { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207.451.227' },
  { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212.214.125' },
  { agency: 'woningent', name: 'WoninGent', kind: 'social-housing', kbo: '0400.032.156' },
  { agency: 'politiezone-gent', name: 'Politiezone Gent', kind: 'police', policeZone: '5415' },
] as const;

/** The password of all demonstration people. */
export const PASSWORD = 'demo';

export const PEOPLE = [
  { username: 'an.peeters', name: 'An Peeters', agency: 'stad-gent', role: 'coordinator' },
  { username: 'marc.claes', name: 'Marc Claes', agency: 'stad-gent', role: 'manager' },
  { username: 'sofie.desmet', name: 'Sofie De Smet', agency: 'ocmw-gent', role: 'worker' },
  { username: 'karim.haddad', name: 'Karim Haddad', agency: 'ocmw-gent', role: 'coordinator' },
  { username: 'fatma.yilmaz', name: 'Fatma Yilmaz', agency: 'ocmw-gent', role: 'agency-admin' },
  { username: 'tom.maes', name: 'Tom Maes', agency: 'woningent', role: 'worker' },
  { username: 'lies.vos', name: 'Lies Vos', agency: 'politiezone-gent', role: 'worker' },
] as const;

/** The systems of the agencies, as clients of the identity provider. `PASSWORD` is their client secret. */
export const SYSTEMS = AGENCIES.map(({ agency }) => ({
  clientId: `${agency}-api`,
  agency,
  role: 'partner-api' as const,
}));

/** The first mandates of the demonstration: in force for three years from 1 January of this year. */
export const MANDATES = [
  {
    key: 'brugse-poort',
    neighbourhoods: ['4'],
    themes: ['leefbaarheid', 'veiligheid'],
    executingFunction: 'gebiedsregisseur Brugse Poort - Rooigem',
  },
  {
    key: 'rabot',
    neighbourhoods: ['7'],
    themes: ['leefbaarheid'],
    executingFunction: 'gebiedsregisseur Rabot - Blaisantvest',
  },
] as const;
