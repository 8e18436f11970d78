export const fr = {
  'nodes.title': 'Autres installations',
  'nodes.none': 'Aucune autre installation n’est connue ici.',
  'nodes.none_teaches': 'L’opérateur en présente une : ./asylia node introduce.',
  'nodes.caption': '{n, plural, one {# installation} other {# installations}}',
  'nodes.name': 'Nom que nous lui donnons',
  'nodes.state': 'État',
  'nodes.state.active': 'échange',
  'nodes.state.restored': 'revenue d’une sauvegarde plus ancienne',
  'nodes.state.behind': 'cette installation est revenue d’une sauvegarde plus ancienne',
  'nodes.state.forked': 'deux messages portent un même numéro',
  'nodes.state.revoked': 'terminé',
  'nodes.advice.restored': 'Rien ne part ni ne compte avant que l’opérateur ne reprenne. Demandez-leur d’abord ce qu’ils ont perdu.',
  'nodes.advice.behind':
    'Rien ne part ni ne compte avant que l’opérateur ne reprenne. Ce qui fut envoyé depuis la sauvegarde est redemandé.',
  'nodes.advice.forked':
    'Quelqu’un se tient peut-être entre vous. Prévenez l’opérateur : seules la fin et une nouvelle présentation avec de nouvelles clés aident.',
  'nodes.own': 'Notre empreinte, à lire à voix haute',
  'nodes.own_why':
    'Huit groupes de quatre. Lisez-les au téléphone ou face à face à quelqu’un dont vous connaissez la voix, jamais par courriel ni messagerie.',
} as const
