import type { Column } from './csv.ts'

export type DataResource = {
  readonly name: string
  readonly path: string
  readonly title: string
  readonly description: string
  readonly bytes: number
  readonly sha256: string
  readonly columns: readonly Pick<Column<never>, 'name' | 'type' | 'description'>[]
  readonly primaryKey: string | null
}

export type DataPackage = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly homepage: string
  readonly version: string
  readonly created: string
  readonly licence: { readonly name: string; readonly title: string; readonly path: string }
  readonly resources: readonly DataResource[]
}

const PROFILE = 'https://datapackage.org/profiles/2.0'

/** A Data Package, version 2 (datapackage.org), as JSON text. */
export function dataPackage(given: DataPackage): string {
  const descriptor = {
    $schema: `${PROFILE}/datapackage.json`,
    name: given.name,
    title: given.title,
    description: given.description,
    homepage: given.homepage,
    version: given.version,
    created: `${given.created}T00:00:00Z`,
    licenses: [given.licence],
    contributors: [{ title: given.title, roles: ['publisher'] }],
    resources: given.resources.map(describe),
  }
  return `${JSON.stringify(descriptor, null, 1)}\n`
}

function describe(resource: DataResource) {
  return {
    $schema: `${PROFILE}/dataresource.json`,
    name: resource.name,
    type: 'table',
    path: resource.path,
    title: resource.title,
    description: resource.description,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    bytes: resource.bytes,
    hash: `sha256:${resource.sha256}`,
    dialect: {
      $schema: `${PROFILE}/tabledialect.json`,
      delimiter: ',',
      lineTerminator: '\r\n',
      quoteChar: '"',
      doubleQuote: true,
      header: true,
    },
    schema: {
      $schema: `${PROFILE}/tableschema.json`,
      fields: resource.columns.map(({ name, type, description }) => ({ name, type, description })),
      missingValues: [''],
      ...(resource.primaryKey === null ? {} : { primaryKey: [resource.primaryKey] }),
    },
  }
}
