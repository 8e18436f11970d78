export type DcatFile = {
  readonly path: string
  readonly mediaType: string
  readonly format: 'CSV' | 'JSON'
  readonly bytes: number
  readonly sha256: string
  readonly title: string
}
export type DcatDataset = { readonly id: string; readonly title: Texts; readonly description: Texts; readonly files: readonly DcatFile[] }
type Texts = Readonly<Record<string, string>>

export type DcatCatalogue = {
  /** Public address of the site, with a slash at its end. */
  readonly site: string
  readonly title: Texts
  readonly description: Texts
  readonly publisher: string
  readonly languages: readonly string[]
  readonly issued: string
  readonly licence: string
  readonly datasets: readonly DcatDataset[]
}

const AUTHORITY = 'http://publications.europa.eu/resource/authority'
const LANGUAGE_CODES: Readonly<Record<string, string>> = { en: 'ENG', vi: 'VIE', th: 'THA', fr: 'FRA', ar: 'ARA' }

/** Written out, so that no reader has to fetch it. */
const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** A catalogue after DCAT-AP 3.0.1 as JSON-LD text: every table a dataset, every file a distribution. */
export function dcatCatalogue(given: DcatCatalogue): string {
  const publisher = { '@id': `${given.site}#publisher`, '@type': 'foaf:Agent', 'foaf:name': given.publisher }
  const catalogue = {
    '@context': CONTEXT,
    '@id': `${given.site}data/catalog.jsonld#catalogue`,
    '@type': 'dcat:Catalog',
    'dct:title': texts(given.title),
    'dct:description': texts(given.description),
    'dct:publisher': publisher,
    'dct:issued': day(given.issued),
    'dct:license': licence(given.licence),
    'dct:language': languages(given.languages),
    'foaf:homepage': { '@id': given.site, '@type': 'foaf:Document' },
    'dcat:dataset': given.datasets.map((dataset) => datasetOf(dataset, given, publisher['@id'])),
  }
  return `${JSON.stringify(catalogue, null, 1)}\n`
}

function datasetOf(dataset: DcatDataset, given: DcatCatalogue, publisher: string) {
  return {
    '@id': `${given.site}data/catalog.jsonld#${dataset.id}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': dataset.id,
    'dct:title': texts(dataset.title),
    'dct:description': texts(dataset.description),
    'dct:publisher': { '@id': publisher },
    'dct:issued': day(given.issued),
    'dct:language': languages(given.languages),
    'dct:accessRights': term(`${AUTHORITY}/access-right/PUBLIC`, 'dct:RightsStatement'),
    'dct:accrualPeriodicity': term(`${AUTHORITY}/frequency/IRREG`, 'dct:Frequency'),
    'dcat:theme': ['JUST', 'GOVE'].map((theme) => ({
      ...term(`${AUTHORITY}/data-theme/${theme}`, 'skos:Concept'),
      'skos:prefLabel': { '@value': theme, '@language': 'en' },
    })),
    'dcat:distribution': dataset.files.map((file) => distributionOf(file, given)),
  }
}

function distributionOf(file: DcatFile, given: DcatCatalogue) {
  const address = { '@id': `${given.site}${file.path}` }
  return {
    '@id': `${given.site}data/catalog.jsonld#${file.path}`,
    '@type': 'dcat:Distribution',
    'dct:title': file.title,
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'dcat:mediaType': term(`http://www.iana.org/assignments/media-types/${file.mediaType}`, 'dct:MediaType'),
    'dct:format': term(`${AUTHORITY}/file-type/${file.format}`, 'dct:MediaTypeOrExtent'),
    'dct:license': licence(given.licence),
    'dcat:byteSize': { '@value': String(file.bytes), '@type': 'xsd:nonNegativeInteger' },
    'spdx:checksum': {
      '@id': `${given.site}data/catalog.jsonld#${file.path}.sum`,
      '@type': 'spdx:Checksum',
      'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256', '@type': 'spdx:ChecksumAlgorithm' },
      'spdx:checksumValue': { '@value': file.sha256, '@type': 'xsd:hexBinary' },
    },
  }
}

const texts = (given: Texts) => Object.entries(given).map(([language, value]) => ({ '@value': value, '@language': language }))
const day = (value: string) => ({ '@value': value, '@type': 'xsd:date' })
const term = (id: string, type: string) => ({ '@id': id, '@type': type })
const licence = (address: string) => term(address, 'dct:LicenseDocument')
const languages = (codes: readonly string[]) =>
  codes.map((code) => term(`${AUTHORITY}/language/${LANGUAGE_CODES[code] ?? code.toUpperCase()}`, 'dct:LinguisticSystem'))
