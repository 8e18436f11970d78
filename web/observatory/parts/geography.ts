import { createRequire } from 'node:module'
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from 'geojson'
import isoCountries from 'i18n-iso-countries'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** Shapes by country code; what the map knows of the world. */
export type Shape = Feature<Polygon | MultiPolygon, { readonly code: string }>
export type Geography = readonly Shape[]

export const EU_MEMBERS = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' ')

type Atlas = Topology<{ countries: GeometryCollection }>
let world: Geography | undefined

/** The countries of the world, read once; generalised, without a word on who owns what. */
export function worldGeography(): Geography {
  world ??= readWorld()
  return world
}

function readWorld(): Geography {
  const atlas = createRequire(import.meta.url)('world-atlas/countries-50m.json') as Atlas
  const { features } = feature(atlas, atlas.objects.countries) as FeatureCollection<Geometry>
  return features.flatMap((one) => {
    const code = isoCountries.numericToAlpha2(String(one.id).padStart(3, '0'))
    const { geometry } = one
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return []
    return [{ type: 'Feature' as const, properties: { code: code ?? '' }, geometry }]
  })
}

/** A shape without its islets: a map of countries makes no statement about rocks in the sea. */
export function withoutIslets(shape: Shape, smallest: number, areaOf: (polygon: Polygon) => number): Shape | null {
  const kept = ringsOf(shape).filter((coordinates) => areaOf({ type: 'Polygon', coordinates }) >= smallest)
  return kept.length === 0 ? null : { ...shape, geometry: { type: 'MultiPolygon', coordinates: kept } }
}

export function ringsOf(shape: Shape): Position[][][] {
  return shape.geometry.type === 'Polygon' ? [shape.geometry.coordinates] : shape.geometry.coordinates
}
