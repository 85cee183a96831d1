if [ -f x; then
  echo "ä
fi
for i in 1 2 3
  echo $i
done
good() { echo ok; }
case x in a) ;; esac
