# One code by number and by name gives one page.
mpuc explain MPU0117
mpuc explain MPU0117 > one
mpuc explain static-mem-outside-section > two
mpuc explain 117 > three
cmp one two && cmp one three
