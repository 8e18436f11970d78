// Narrows a long list while somebody types. The page is complete without it.
for (const list of document.querySelectorAll('[data-find]')) {
  const entries = [...list.querySelectorAll('li')].map((li) => [li, fold(li.textContent)])
  const box = document.createElement('p')
  const input = document.createElement('input')
  const label = document.createElement('label')
  const count = document.createElement('output')
  box.className = 'finder'
  input.type = 'search'
  input.id = `find-${list.id}`
  input.autocomplete = 'off'
  label.htmlFor = input.id
  label.textContent = list.dataset.find
  box.append(label, input, count)
  list.before(box)
  input.addEventListener('input', () => {
    const words = fold(input.value)
    let shown = 0
    for (const [li, text] of entries) {
      li.hidden = !text.includes(words)
      if (!li.hidden) shown++
    }
    for (const letter of list.querySelectorAll('.letter')) {
      letter.hidden = words !== ''
    }
    count.value = words === '' ? '' : list.dataset.found.replace('{n}', shown).replace('{all}', entries.length)
  })
}

function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim()
}
