"""What a conference and a note are: frozen values, standard library only."""
