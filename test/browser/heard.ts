/** What a screen reader is told of the exercise in `reading.test.ts`, before, while and after its steps run, and of what stands around it. */
export const heardText = {
  en: `# before
- region "Slide 2 of 3":
  - heading "Registry" [level=1]
  - list:
    - listitem:
      - paragraph: "Read the port:"
      - code: cat gate > port
      - 'button "Run: cat gate > port"': Run
      - 'button "Copy: cat gate > port"'
    - listitem:
      - paragraph: "Use it:"
      - code: mkdir "$(cat port)" /dev/null/x
      - 'button "Run: mkdir \\"$(cat port)\\" /dev/null/x"': Run
      - 'button "Copy: mkdir \\"$(cat port)\\" /dev/null/x"'
# running
- listitem:
  - paragraph: "Read the port:"
  - code: cat gate > port
  - button "Stop"
  - 'button "Copy: cat gate > port"'
  - paragraph: running · N s
# done
- listitem:
  - paragraph: "Read the port:"
  - code: cat gate > port
  - 'button "Run: cat gate > port"': Run
  - 'button "Copy: cat gate > port"'
  - paragraph: passed
  - group: What did this change?
# failed
- listitem:
  - paragraph: "Use it:"
  - code: mkdir "$(cat port)" /dev/null/x
  - 'button "Run: mkdir \\"$(cat port)\\" /dev/null/x"': Run
  - 'button "Copy: mkdir \\"$(cat port)\\" /dev/null/x"'
  - paragraph: failed
  - group:
    - text: What happened
    - paragraph: mkdir "$(cat port)" /dev/null/x ended with exit code 1
    - button "Try again"
    - button "Skip this step"
    - paragraph: Last output
    - group "Last output": "mkdir: cannot create directory ‘/dev/null/x’: Not a directory"
  - group: What did this change?
# .toolbar
- banner "Tools":
  - button "Contents"
  - button "Overview"
  - button "Search"
  - heading "One" [level=1]
  - button "1 of 2 steps · 1 failed"
  - button "New node1"
  - 'button "Step by step: run, skip, back, edit, accept"'
  - button "Presenter"
  - button "Another device"
  - button "Slides only"
  - button "Slides and terminal" [pressed]
  - button "Terminal only"
  - 'button "Theme: as the system"'
  - button "Help"
# .slide-footer
- region "Slide controls":
  - progressbar "Progress through the slides"
  - navigation "Slides":
    - button "Previous slide"
    - textbox "Slide of that number": "2"
    - text: / 3
    - button "Next slide"
  - group "Steps":
    - button "Run this slide"
    - button "Run from here to the end"
# .terminal-pane
- region "Terminal":
  - button "New terminal"
  - text: Terminal
  - button "Smaller text"
  - button "Larger text"
  - button "Search in the terminal"
  - button "Screen reader mode"
  - textbox "Terminal input"`,
  fr: `# before
- region "Diapositive 2 sur 3":
  - heading "Registre" [level=1]
  - list:
    - listitem:
      - paragraph: "Lisez le port :"
      - code: cat gate > port
      - 'button "Lancer : cat gate > port"': Lancer
      - 'button "Copier : cat gate > port"'
    - listitem:
      - paragraph: "Servez-vous-en :"
      - code: mkdir "$(cat port)" /dev/null/x
      - 'button "Lancer : mkdir \\"$(cat port)\\" /dev/null/x"': Lancer
      - 'button "Copier : mkdir \\"$(cat port)\\" /dev/null/x"'
# running
- listitem:
  - paragraph: "Lisez le port :"
  - code: cat gate > port
  - button "Arrêter"
  - 'button "Copier : cat gate > port"'
  - paragraph: en cours · N s
# done
- listitem:
  - paragraph: "Lisez le port :"
  - code: cat gate > port
  - 'button "Lancer : cat gate > port"': Lancer
  - 'button "Copier : cat gate > port"'
  - paragraph: réussi
  - group: Qu’est-ce que cela a changé ?
# failed
- listitem:
  - paragraph: "Servez-vous-en :"
  - code: mkdir "$(cat port)" /dev/null/x
  - 'button "Lancer : mkdir \\"$(cat port)\\" /dev/null/x"': Lancer
  - 'button "Copier : mkdir \\"$(cat port)\\" /dev/null/x"'
  - paragraph: échoué
  - group:
    - text: Ce qui s’est passé
    - paragraph: mkdir "$(cat port)" /dev/null/x s’est terminée avec le code 1
    - button "Réessayer"
    - button "Passer cette étape"
    - paragraph: Dernière sortie
    - group "Dernière sortie": "mkdir: cannot create directory ‘/dev/null/x’: Not a directory"
  - group: Qu’est-ce que cela a changé ?
# .toolbar
- banner "Outils":
  - button "Sommaire"
  - button "Vue d’ensemble"
  - button "Rechercher"
  - heading "Un" [level=1]
  - button "1 étape sur 2 · 1 échouée"
  - button "Nouveau node1"
  - 'button "Pas à pas : exécuter, passer, revenir, modifier, accepter"'
  - button "Présentateur"
  - button "Un autre appareil"
  - button "Diapositives seules"
  - button "Diapositives et terminal" [pressed]
  - button "Terminal seul"
  - 'button "Thème : celui du système"'
  - button "Aide"
# .slide-footer
- region "Commandes de la diapositive":
  - progressbar "Progression dans les diapositives"
  - navigation "Diapositives":
    - button "Diapositive précédente"
    - textbox "Diapositive de ce numéro": "2"
    - text: / 3
    - button "Diapositive suivante"
  - group "Étapes":
    - button "Lancer cette diapositive"
    - button "Lancer d’ici à la fin"
# .terminal-pane
- region "Terminal":
  - button "Nouveau terminal"
  - text: Terminal
  - button "Texte plus petit"
  - button "Texte plus grand"
  - button "Chercher dans le terminal"
  - button "Mode lecteur d’écran"
  - textbox "Saisie dans le terminal"`,
} as const;
