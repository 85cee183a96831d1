char room[3 << 20]; char tail = 5; int last(void) { room[(3 << 20) - 1] = 9; return room[(3 << 20) - 1] + tail; }
