import { h } from 'preact'
import type { Inside } from '../../late.ts'
import { GraphPage } from './graph.ts'
import { MapPage } from './map.ts'
import { forgetViews } from './state.ts'
import { StatisticsPage } from './statistics.ts'
import { TimelinePage } from './timeline.ts'

/** The same records as a map, a time, a net and numbers. What one of them holds goes with all of them. */
export const viewRooms: Readonly<Record<'map' | 'timeline' | 'graph' | 'statistics', Inside>> = {
  map: { view: () => h(MapPage, {}), forget: forgetViews },
  timeline: { view: ([of]) => h(TimelinePage, { of }), forget: forgetViews },
  graph: { view: ([of]) => h(GraphPage, { of }), forget: forgetViews },
  statistics: { view: () => h(StatisticsPage, {}), forget: forgetViews },
}
