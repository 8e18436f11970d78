/** Runs in a page. What is drawn, from the side where the language begins: the same in every language and direction. */
export const OUTLINE = (): string[] => {
  const rtl = document.documentElement.dir === 'rtl'
  const kinds = 'h1,h2,p,fieldset,textarea,select,section,dt,dd,ol,ul,.choice,progress,button.main,button.other,.door'
  return [...document.querySelectorAll(`main :is(${kinds})`)].flatMap((element) => {
    const box = element.getBoundingClientRect()
    if (box.width === 0) return []
    const start = rtl ? innerWidth - box.right : box.left
    // Buttons stand in a row: where the second begins depends on the words of the first.
    const isInRow = element.matches('.main,.other')
    return [`${element.tagName.toLowerCase()}.${element.className} ${isInRow ? '' : Math.round(start)}`]
  })
}

/**
 * Runs in a page. Texts whose ink is higher than the room that is drawn for it, and choices of a list that are wider, which at
 * twice the size no phone has room for; empty when nothing is cut off.
 */
export const CLIPPED = (): string[] => {
  const pen = document.createElement('canvas').getContext('2d')
  const isLine = (element: Element): element is HTMLInputElement => element instanceof HTMLInputElement && element.type === 'text'
  const textOf = (element: Element): string => {
    if (isLine(element) || element instanceof HTMLTextAreaElement) return element.value
    if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.textContent ?? ''
    return [...element.childNodes].flatMap(({ nodeType, nodeValue }) => (nodeType === Node.TEXT_NODE ? [nodeValue ?? ''] : [])).join('')
  }
  const inkOf = (text: string, { fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number => {
    if (pen === null) return Infinity
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`
    const ink = pen.measureText(text)
    return ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent
  }
  const roomOf = (element: Element, style: CSSStyleDeclaration): number => {
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom)
    if (isLine(element) || element instanceof HTMLSelectElement) return element.clientHeight - padding
    return style.lineHeight === 'normal' ? Infinity : Number.parseFloat(style.lineHeight)
  }
  // The arrow of a list stands where its text would end.
  const isTooWide = (element: Element, text: string, style: CSSStyleDeclaration): boolean => {
    const room = element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
    return element instanceof HTMLSelectElement && (pen?.measureText(text).width ?? 0) > room
  }
  const isCut = (element: Element, style: CSSStyleDeclaration): boolean =>
    style.overflowY === 'hidden' && !isLine(element) && element.scrollHeight > element.clientHeight + 1
  const isTwice = document.documentElement.style.fontSize !== ''
  const shown = [...document.querySelectorAll('body *')].filter((element) => element.getClientRects().length > 0)
  return shown.flatMap((element) => {
    const text = textOf(element).trim()
    const style = getComputedStyle(element)
    const [ink, room] = [inkOf(text, style), roomOf(element, style)]
    const isWide = !isTwice && isTooWide(element, text, style)
    if (text === '' || (ink <= room + 0.5 && !isCut(element, style) && !isWide)) return []
    return [`${element.tagName} ${text.slice(0, 30)}: ${Math.round(ink)} in ${Math.round(room)}`]
  })
}

/** Runs in a page: twice the size of every text, as somebody sets it who sees badly. */
export const TWICE = (): void => {
  document.documentElement.style.fontSize = `${2 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)}px`
}
